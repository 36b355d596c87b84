package io.coldtrail.report;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.util.ArrayList;
import java.util.List;

/** A line of set text, for the page and for Markdown. What it is given is text, whatever it looks like. */
final class Line {
    /** Longer identifiers may break anywhere; shorter ones stay whole. */
    private static final int UNBROKEN = 44;

    private enum Kind {
        TEXT,
        BOLD,
        BAD,
        QUIET,
        CODE,
        NOTE,
        LINK
    }

    private record Piece(Kind kind, String text, String anchor) {}

    private final List<Piece> pieces = new ArrayList<>();

    Line text(String text) {
        return add(Kind.TEXT, text);
    }

    Line bold(String text) {
        return add(Kind.BOLD, text);
    }

    /** Bold, in the attacker's colour: what a reader must not miss. */
    Line bad(String text) {
        return add(Kind.BAD, text);
    }

    /** Beside the point: smaller in weight, not in size. */
    Line quiet(String text) {
        return add(Kind.QUIET, text);
    }

    /** An identifier. */
    Line code(String text) {
        return add(Kind.CODE, text);
    }

    /** Identifiers, the rest counted. */
    Line codes(List<String> texts, int most) {
        for (int i = 0; i < Math.min(most, texts.size()); i++) {
            text(i > 0 ? ", " : "").code(texts.get(i));
        }
        return texts.size() > most ? text(" and " + Words.count(texts.size() - most) + " more") : this;
    }

    /** A sentence of a table. */
    Line prose(String sentence) {
        return Prose.set(sentence, this);
    }

    /** The number of the row that proves what was just said; the page alone has it. */
    Line note(Step step) {
        pieces.add(new Piece(Kind.NOTE, String.valueOf(step.seq()), step.anchor()));
        return this;
    }

    /** Leads to where more is said; the page alone has it. */
    Line link(String text, String anchor) {
        pieces.add(new Piece(Kind.LINK, text, anchor));
        return this;
    }

    private Line add(Kind kind, String text) {
        pieces.add(new Piece(kind, text, ""));
        return this;
    }

    public SafeString html() {
        StringBuilder out = new StringBuilder();
        for (Piece piece : pieces) {
            String text = Html.escape(piece.text);
            out.append(
                    switch (piece.kind) {
                        case TEXT -> text;
                        case BOLD -> "<b>" + text + "</b>";
                        case BAD -> "<b class=\"vx\">" + text + "</b>";
                        case QUIET -> "<span class=\"q\">" + text + "</span>";
                        case CODE -> (piece.text.length() > UNBROKEN ? "<code class=\"wrap\">" : "<code>") + text
                                + "</code>";
                        case NOTE -> "<a class=\"fn\" href=\"#" + Html.escape(piece.anchor) + "\" title=\"row " + text
                                + "\">" + text + "</a>";
                        case LINK -> " <a class=\"q why\" href=\"#" + Html.escape(piece.anchor) + "\">" + text + "</a>";
                    });
        }
        return new SafeString(out.toString());
    }

    String markdown() {
        StringBuilder out = new StringBuilder();
        for (Piece piece : pieces) {
            switch (piece.kind) {
                case TEXT, QUIET -> out.append(Markdown.text(piece.text));
                case BOLD, BAD -> out.append("**")
                        .append(Markdown.text(piece.text.strip()))
                        .append("**")
                        .append(piece.text.endsWith(" ") ? " " : "");
                case CODE -> out.append(Markdown.code(piece.text));
                case NOTE, LINK -> {}
            }
        }
        return out.toString();
    }
}
