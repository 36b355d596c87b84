package io.coldtrail.report;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The whole incident on one line: in, last success, what the responders did, the last sign, the archive's end. */
final class DwellPicture {
    /** Width of the picture on a screen, and on paper and small screens, where letters keep their size. */
    private static final double WIDE = 1184;

    private static final double NARROW = 760;
    private static final double HEIGHT = 60;
    private static final double LINE = 25;
    /** Beyond the last sign the line goes on at most this part of the dwell: what is empty needs no room. */
    private static final double EMPTY = 0.35;

    private static final double SIZE = 11.5;
    private static final double GAP = 14;

    private record Label(Instant at, String text, String css) {}

    private final double width;

    private DwellPicture(double width) {
        this.width = width;
    }

    /** The picture twice, for wide and narrow pages, which show one of them; null where the incident has no times. */
    static SafeString of(Incident incident, List<Step> steps, Instant archiveEnd, Clock clock) {
        if (incident.first() == null || incident.last() == null) {
            return null;
        }
        return new SafeString(new DwellPicture(WIDE).draw("ms msw", incident, steps, archiveEnd, clock)
                + new DwellPicture(NARROW).draw("ms msn", incident, steps, archiveEnd, clock));
    }

    private String draw(String css, Incident incident, List<Step> steps, Instant archiveEnd, Clock clock) {
        Instant first = incident.first();
        Instant last = incident.last();
        long empty = Math.max(60, (long) (Duration.between(first, last).getSeconds() * EMPTY));
        boolean ends = archiveEnd != null && archiveEnd.isBefore(last.plusSeconds(empty));
        Instant end = ends && !archiveEnd.isBefore(last) ? archiveEnd : last.plusSeconds(empty / 4);
        TimeAxis axis = new TimeAxis(List.of(new TimeAxis.Span(first, end)), 0, width);
        Svg svg = new Svg().rect(0, LINE + 4, width, 1, "msb");
        for (TimeAxis.Tick tick : axis.ticks()) {
            svg.line(tick.x(), LINE + 13, tick.x(), LINE + 17, "grid2");
            String anchor = tick.x() < 30 ? "start" : tick.x() > width - 30 ? "end" : "middle";
            svg.text(tick.x(), LINE + 31, "ax", anchor, tick.label());
        }
        Instant success = incident.lastSuccess();
        double in = axis.x(first);
        if (success != null) {
            svg.rect(in, LINE, Math.max(2, axis.x(success) - in), 9, "attf");
        }
        double from = success == null ? in : axis.x(success);
        if (axis.x(last) - from > 2) {
            svg.rect(from + 1.5, LINE + .5, axis.x(last) - from - 1.5, 8, "atto");
        }
        labels(svg, axis, all(incident, steps, ends ? archiveEnd : null, clock));
        return svg.picture(width, HEIGHT, css, "img", label(incident, archiveEnd, clock))
                .toString();
    }

    private static List<Label> all(Incident incident, List<Step> steps, Instant archiveEnd, Clock clock) {
        List<Label> labels = new ArrayList<>();
        labels.add(new Label(incident.first(), clock.time(incident.first()) + " first sign", "lb"));
        Instant success = incident.lastSuccess();
        if (success != null) {
            labels.add(new Label(success, clock.time(success) + " last success", "lb vxt"));
        }
        steps.stream()
                .filter(s -> s.responders() && s.stage().equals("containment") && s.first() != null)
                .min(Comparator.comparingInt(Step::rank).reversed().thenComparing(Step.IN_ORDER))
                .ifPresent(s -> labels.add(
                        new Label(s.first(), clock.time(s.first()) + " responder: " + LaneMarks.what(s), "lb rsp")));
        if (archiveEnd != null) {
            labels.add(new Label(archiveEnd, clock.time(archiveEnd) + " the archive ends", "lb"));
        } else if (!incident.last().equals(success)) {
            labels.add(new Label(incident.last(), clock.time(incident.last()) + " last sign", "lb"));
        }
        return labels;
    }

    /** Sets each label at its time where there is room for it, else leaves it to the facts beside the line. */
    private void labels(Svg svg, TimeAxis axis, List<Label> labels) {
        List<double[]> taken = new ArrayList<>();
        for (Label label : labels) {
            double x = axis.x(label.at);
            double text = Svg.width(label.text, SIZE);
            for (double left : new double[] {x - 3, x - text + 3}) {
                double start = Math.max(0, Math.min(left, width - text));
                boolean near = x >= start - 4 && x <= start + text + 4;
                if (near && taken.stream().noneMatch(t -> start < t[1] + GAP && start + text + GAP > t[0])) {
                    taken.add(new double[] {start, start + text});
                    svg.line(x, LINE - 9, x, LINE, "ldr");
                    boolean right = start + text > width - 2;
                    svg.text(right ? width : start, LINE - 13, label.css, right ? "end" : "start", label.text);
                    break;
                }
            }
        }
    }

    private static String label(Incident incident, Instant archiveEnd, Clock clock) {
        String success = incident.lastSuccess() == null
                ? "no call succeeded"
                : "last success " + clock.time(incident.lastSuccess());
        return "Dwell on one line: first sign " + clock.time(incident.first()) + ", " + success + ", last sign "
                + clock.time(incident.last()) + ", archive ends " + clock.time(archiveEnd) + ".";
    }
}
