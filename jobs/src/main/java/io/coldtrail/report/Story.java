package io.coldtrail.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sets a sentence of the story and ties it to the rows that prove it: a number in brackets names a row, and so does the
 * time at which a row begins or ends.
 */
final class Story {
    private static final Pattern ROW = Pattern.compile(" ?\\[(\\d{1,4})]");
    private static final Pattern TIME = Pattern.compile("\\b\\d{2}:\\d{2}:\\d{2}\\b");
    /** Where a clause ends: there the row is named, as a footnote is. */
    private static final Pattern CLAUSE = Pattern.compile("[,;.](?=\\s|$)|$");

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    /** Letters of an identifier that need no shortening, and of what stays of a longer one. */
    private static final int LONG = 28;

    private static final int TAIL = 16;

    private Story() {}

    /** The sentences of a story. An identifier is whole where it comes first; after that its tail will do. */
    static List<Line> of(List<String> sentences, List<Step> steps) {
        Set<String> known = new HashSet<>();
        List<Line> lines = new ArrayList<>();
        for (String sentence : sentences) {
            Matcher name = NAME.matcher(sentence);
            StringBuilder text = new StringBuilder();
            while (name.find()) {
                String id = name.group(1);
                String shown = known.add(id) || id.length() <= LONG ? id : "\u2026" + id.substring(id.length() - TAIL);
                name.appendReplacement(text, Matcher.quoteReplacement("`" + shown + "`"));
            }
            lines.add(of(name.appendTail(text).toString(), steps));
        }
        return lines;
    }

    static Line of(String sentence, List<Step> steps) {
        TreeMap<Integer, List<Step>> notes = new TreeMap<>();
        StringBuilder text = new StringBuilder();
        int done = 0;
        for (Matcher m = ROW.matcher(sentence); m.find(); ) {
            Optional<Step> step = steps.stream()
                    .filter(s -> s.seq() == Integer.parseInt(m.group(1)))
                    .findFirst();
            if (step.isPresent()) {
                text.append(sentence, done, m.start());
                note(notes, text.length(), step.get());
                done = m.end();
            }
        }
        text.append(sentence.substring(done));
        if (notes.isEmpty()) {
            timed(text.toString(), steps, notes);
        }
        return set(text.toString(), notes);
    }

    private static void timed(String text, List<Step> steps, TreeMap<Integer, List<Step>> notes) {
        for (Matcher m = TIME.matcher(text); m.find(); ) {
            Optional<Step> step = at(m.group(), steps);
            Matcher clause = CLAUSE.matcher(text);
            if (step.isPresent() && clause.find(m.end())) {
                note(notes, clause.start(), step.get());
            }
        }
    }

    private static Optional<Step> at(String time, List<Step> steps) {
        Optional<Step> begins = steps.stream()
                .filter(s -> s.first() != null && Clock.hour(s.first()).equals(time))
                .min(Step.BY_RANK);
        return begins.isPresent()
                ? begins
                : steps.stream()
                        .filter(s -> s.last() != null && Clock.hour(s.last()).equals(time))
                        .min(Step.BY_RANK);
    }

    private static void note(TreeMap<Integer, List<Step>> notes, int at, Step step) {
        List<Step> here = notes.computeIfAbsent(at, k -> new ArrayList<>());
        if (!here.contains(step)) {
            here.add(step);
        }
    }

    private static Line set(String text, TreeMap<Integer, List<Step>> notes) {
        Line line = new Line();
        int done = 0;
        for (var note : notes.entrySet()) {
            line.prose(text.substring(done, note.getKey()));
            note.getValue().forEach(line::note);
            done = note.getKey();
        }
        return line.prose(text.substring(done));
    }
}
