package io.coldtrail.report;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.util.Locale;

/** A picture in the making. Colours come from classes, so that it follows the page's theme; text is escaped. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    Svg rect(double x, double y, double width, double height, String css) {
        out.append("<rect x=\"").append(n(x)).append("\" y=\"").append(n(y));
        out.append("\" width=\"").append(n(width)).append("\" height=\"").append(n(height));
        return css(css).end();
    }

    Svg line(double x1, double y1, double x2, double y2, String css) {
        out.append("<line x1=\"").append(n(x1)).append("\" y1=\"").append(n(y1));
        out.append("\" x2=\"").append(n(x2)).append("\" y2=\"").append(n(y2));
        return css(css).end();
    }

    Svg circle(double x, double y, double r, String css) {
        out.append("<circle cx=\"").append(n(x)).append("\" cy=\"").append(n(y));
        out.append("\" r=\"").append(n(r));
        return css(css).end();
    }

    /** @param path of an SVG path, made of numbers only */
    Svg path(String path, String css) {
        out.append("<path d=\"").append(path);
        return css(css).end();
    }

    /** @param anchor start, middle or end */
    Svg text(double x, double y, String css, String anchor, String text) {
        out.append("<text x=\"").append(n(x)).append("\" y=\"").append(n(y));
        if (!anchor.equals("start")) {
            out.append("\" text-anchor=\"").append(anchor);
        }
        css(css);
        out.append('>').append(Html.escape(text)).append("</text>");
        return this;
    }

    /** Opens a link to a part of the page; what is drawn until {@link #endLink} belongs to it. */
    Svg link(String id, String label) {
        out.append("<a href=\"#").append(Html.escape(id));
        out.append("\" aria-label=\"").append(Html.escape(label)).append("\">");
        return this;
    }

    Svg endLink() {
        out.append("</a>");
        return this;
    }

    /** Draws another picture over this. */
    Svg add(Svg other) {
        out.append(other.out);
        return this;
    }

    /**
     * The picture.
     *
     * @param role img for one picture, group where its parts are links
     * @param label what it shows, for those who do not see it
     */
    SafeString picture(double width, double height, String css, String role, String label) {
        return new SafeString("<svg viewBox=\"0 0 " + n(width) + " " + n(height) + "\" width=\"" + n(width)
                + "\" height=\"" + n(height) + "\" class=\"" + css + "\" role=\"" + role + "\" aria-label=\""
                + Html.escape(label) + "\">" + out + "</svg>");
    }

    private Svg css(String css) {
        out.append("\" class=\"").append(css).append('"');
        return this;
    }

    private Svg end() {
        out.append("/>");
        return this;
    }

    /** At most one decimal: finer than a pixel is noise. */
    static String n(double number) {
        double rounded = Math.round(number * 10) / 10.0;
        return rounded == Math.rint(rounded)
                ? String.valueOf((long) rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }

    /** Room that a text takes, about: letters of the page's sans at this size. */
    static double width(String text, double size) {
        return Visible.line(text)
                        .codePoints()
                        .mapToDouble(c -> c < 0x2E80 ? 0.55 : 1.0)
                        .sum()
                * size;
    }
}
