package io.coldtrail.report;

import java.util.ArrayList;
import java.util.List;

/** What the responders did: a dot a row, like ones at one time under one name; a line up where something was contained. */
final class ResponderMarks {
    private static final double ROW = 15;
    private static final double SIZE = 11.5;
    private static final double LEFT = 262;
    private static final int NAMED = 10;
    /** Lines through the attack; more would hide it. */
    private static final int LINES = 8;
    /** Dots nearer than this are one place, in pixels. */
    private static final double NEAR = 6;

    private final TimeAxis axis;
    private final Clock clock;

    ResponderMarks(TimeAxis axis, Clock clock) {
        this.axis = axis;
        this.clock = clock;
    }

    /** Draws the lane at y, and its lines up to the top of the attack; returns its height. */
    double draw(Svg svg, List<Step> steps, double y, double attackTop) {
        List<List<Step>> like = like(steps);
        List<List<Step>> named = like.stream()
                .sorted((a, b) -> Step.BY_RANK.compare(best(a), best(b)))
                .limit(NAMED)
                .toList();
        double row = y + 8;
        if (named.size() < like.size()) {
            for (List<Step> group : like) {
                if (!named.contains(group)) {
                    group.forEach(s -> dot(svg, s, y + 8));
                }
            }
            row += ROW;
        }
        List<List<Step>> lines = named.stream()
                .filter(g -> g.get(0).stage().equals("containment"))
                .limit(LINES)
                .toList();
        for (List<Step> group : like) {
            if (named.contains(group)) {
                if (lines.contains(group)) {
                    svg.line(x(group.get(0)), attackTop, x(group.get(0)), row, "ctl");
                }
                name(svg, group, row);
                for (Step step : group) {
                    dot(svg, step, row);
                }
                row += ROW;
            }
        }
        return Math.max(40, row - y + 2);
    }

    private void name(Svg svg, List<Step> group, double row) {
        Step step = group.get(0);
        String what = group.size() == 1
                ? LaneMarks.what(step)
                : Words.cut(step.calls(), 34) + ", " + Words.count(group.size(), "row", "rows");
        String text = Clock.hour(step.first()) + " " + what;
        boolean before = x(step) - Svg.width(text, SIZE) - 10 > LEFT;
        double end = x(group.get(group.size() - 1));
        svg.text(before ? x(step) - 7 : end + 7, row + 4, "lb", before ? "end" : "start", text);
    }

    /** Steps of one call, one after the other, at one place. */
    private List<List<Step>> like(List<Step> steps) {
        List<List<Step>> groups = new ArrayList<>();
        for (Step step : steps) {
            List<Step> last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
            if (last != null && last.get(0).action().equals(step.action()) && x(step) - x(last.get(0)) < NEAR) {
                last.add(step);
            } else {
                groups.add(new ArrayList<>(List.of(step)));
            }
        }
        return groups;
    }

    private static Step best(List<Step> group) {
        return group.stream().min(Step.BY_RANK).orElseThrow();
    }

    private double x(Step step) {
        return axis.x(step.first());
    }

    private void dot(Svg svg, Step step, double y) {
        svg.link(step.anchor(), "row " + step.seq() + ", " + clock.time(step.first()));
        svg.rect(x(step) - 6, y - 6, 12, 12, "hit")
                .circle(x(step), y, 3.5, "rd")
                .endLink();
    }
}
