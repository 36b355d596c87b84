package io.coldtrail.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The marks of one lane: rows that overlap in time are set under each other, key moments are named above. */
final class LaneMarks {
    private static final double MARK = 9;
    private static final double ROW = 12;
    private static final int MOST_ROWS = 5;
    private static final double LABEL_ROW = 14;
    private static final int MOST_LABEL_ROWS = 2;
    private static final double SIZE = 11.5;
    private static final int LABEL = 48;
    private static final int CALL = 34;
    /** The least a mark is wide, so that it can be hit. */
    private static final double LEAST = 5;
    /** Ticks of a rhythm closer than this run together, and are drawn as one band. */
    private static final double TICK = 4;

    private static final double RIGHT = 1172;

    private record Label(double x, double left, int row, String text) {}

    private final TimeAxis axis;
    private final Clock clock;

    LaneMarks(TimeAxis axis, Clock clock) {
        this.axis = axis;
        this.clock = clock;
    }

    /** Draws the lane at y and returns its height. */
    double draw(Svg svg, Lane lane, Set<Step> named, double y) {
        List<Label> labels = labels(lane, named);
        int labelRows = labels.stream().mapToInt(l -> l.row + 1).max().orElse(0);
        double top = y + 6 + labelRows * LABEL_ROW;
        for (Label label : labels) {
            double base = y + 3 + (label.row + 1) * LABEL_ROW;
            svg.line(label.x, base + 1, label.x, top + 1, "ldr");
            svg.text(label.left, base - 2, "lb", "start", label.text);
        }
        List<Double> ends = new ArrayList<>();
        for (Step step : lane.steps()) {
            double x = axis.x(step.first());
            double end = Math.max(x + LEAST, step.last() == null ? x : axis.x(step.last()));
            int row = row(ends, x, end);
            mark(svg, lane, step, x, end, top + row * ROW);
        }
        return Math.max(40, top - y + ends.size() * ROW + 5);
    }

    private static int row(List<Double> ends, double x, double end) {
        for (int i = 0; i < ends.size(); i++) {
            if (ends.get(i) + 1.5 <= x) {
                ends.set(i, end);
                return i;
            }
        }
        if (ends.size() < MOST_ROWS) {
            ends.add(end);
            return ends.size() - 1;
        }
        ends.set(MOST_ROWS - 1, Math.max(end, ends.get(MOST_ROWS - 1)));
        return MOST_ROWS - 1;
    }

    private void mark(Svg svg, Lane lane, Step step, double x, double end, double y) {
        svg.link(step.anchor(), "row " + step.seq() + ", " + clock.time(step.first()));
        svg.rect(x - 2, y - 2, end - x + 4, MARK + 4, "hit");
        if (lane.kind() == Lane.Kind.UNDECIDED) {
            rings(svg, step, x, end, y);
        } else if (!step.cadence().isEmpty() && step.n() > 2 && end - x >= step.n() * TICK) {
            for (long i = 0; i < step.n(); i++) {
                double at = x + (end - x - 2) * i / (step.n() - 1);
                svg.rect(at, y, 2, MARK, css(step));
            }
        } else if (!step.cadence().isEmpty() && !probably(step) && end - x > 4 * LEAST) {
            svg.rect(x, y, 2, MARK, css(step));
            svg.rect(x + 2, y, end - x - 4, MARK, css(step) + " band");
            svg.rect(end - 2, y, 2, MARK, css(step));
        } else {
            bar(svg, step, x, end, y);
        }
        svg.endLink();
    }

    /** A bar from the first event to the last; what was denied among what succeeded is grey at its foot. */
    private static void bar(Svg svg, Step step, double x, double end, double y) {
        if (probably(step)) {
            svg.rect(x + .75, y + .75, end - x - 1.5, MARK - 1.5, hollow(step));
            return;
        }
        if (step.succeeded() > 0 && step.denied() + step.failed() > 0) {
            svg.rect(x, y, end - x, MARK - 3, css(step)).rect(x, y + MARK - 2.5, end - x, 2.5, "dn");
            return;
        }
        svg.rect(x, y, end - x, MARK, css(step));
    }

    private static boolean probably(Step step) {
        return step.actor().startsWith("likely") || step.grade().equals("C");
    }

    private static void rings(Svg svg, Step step, double x, double end, double y) {
        long rings = Math.max(1, Math.min(step.n(), (long) ((end - x) / 8)));
        for (long i = 0; i < rings; i++) {
            double at = rings == 1 ? x + 4 : x + 4 + (end - x - 8) * i / (rings - 1);
            svg.circle(at, y + MARK / 2, 3.2, "ho");
        }
    }

    private static String css(Step step) {
        return step.succeeded() == 0 && step.denied() + step.failed() > 0
                ? "dn"
                : "t" + step.tactic().group();
    }

    private static String hollow(Step step) {
        String css = css(step);
        return css.startsWith("t") ? "h" + css.substring(1) : "h" + css;
    }

    private List<Label> labels(Lane lane, Set<Step> named) {
        List<Label> labels = new ArrayList<>();
        List<Step> first = lane.steps().stream()
                .filter(named::contains)
                .sorted(Step.BY_RANK)
                .toList();
        for (Step step : first) {
            String text = Clock.hour(step.first()) + " " + what(step);
            double width = Svg.width(text, SIZE);
            double x = axis.x(step.first()) + 1;
            double left = Math.min(x - 1, RIGHT - width);
            for (int row = 0; row < MOST_LABEL_ROWS; row++) {
                if (free(labels, row, left, width)) {
                    labels.add(new Label(x, left, row, text));
                    break;
                }
            }
        }
        return labels;
    }

    private static boolean free(List<Label> labels, int row, double left, double width) {
        // a label further up hangs on a line that must not cross one further down
        if (labels.stream().anyMatch(l -> row > l.row && l.x > left - 4 && l.x < left + width + 4)) {
            return false;
        }
        return labels.stream()
                .noneMatch(l ->
                        l.row == row && left < l.left + Svg.width(l.text, SIZE) + 12 && l.left < left + width + 12);
    }

    /** "CreateUser backup-svc": the call and its target. */
    static String what(Step step) {
        String target = step.targetSample().size() == 1 ? step.targetSample().get(0) : step.target();
        String call = Words.cut(step.calls(), CALL);
        return (call + " " + Words.middle(target, Math.max(12, LABEL - call.length()))).strip();
    }
}
