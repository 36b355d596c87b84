package io.coldtrail.report;

import java.util.List;

/** What the responders did: a dot and a name each, and a line up through the attack where something was contained. */
final class ResponderMarks {
    private static final double ROW = 15;
    private static final double SIZE = 11.5;
    private static final double LEFT = 262;
    private static final int NAMED = 10;

    private final TimeAxis axis;
    private final Clock clock;

    ResponderMarks(TimeAxis axis, Clock clock) {
        this.axis = axis;
        this.clock = clock;
    }

    /** Draws the lane at y, and its lines up to the top of the attack; returns its height. */
    double draw(Svg svg, List<Step> steps, double y, double attackTop) {
        List<Step> named = steps.stream()
                .sorted(Step.BY_RANK)
                .limit(NAMED)
                .sorted(Step.IN_ORDER)
                .toList();
        double row = y + 8;
        for (Step step : steps) {
            if (!named.contains(step)) {
                dot(svg, step, axis.x(step.first()), y + 8);
            }
        }
        if (named.size() < steps.size()) {
            row += ROW;
        }
        for (Step step : named) {
            double x = axis.x(step.first());
            if (step.stage().equals("containment")) {
                svg.line(x, attackTop, x, row, "ctl");
            }
            String text = Clock.hour(step.first()) + " " + LaneMarks.what(step);
            boolean before = x - Svg.width(text, SIZE) - 10 > LEFT;
            svg.text(before ? x - 7 : x + 7, row + 4, "lb", before ? "end" : "start", text);
            dot(svg, step, x, row);
            row += ROW;
        }
        return Math.max(40, row - y + 2);
    }

    private void dot(Svg svg, Step step, double x, double y) {
        svg.link(step.anchor(), "row " + step.seq() + ", " + clock.time(step.first()));
        svg.rect(x - 6, y - 6, 12, 12, "hit").circle(x, y, 3.5, "rd").endLink();
    }
}
