package io.coldtrail.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps time to a picture's width. Long stretches in which nothing happens are cut out, so that an attack of minutes on
 * each of two days can be read; every cut is drawn.
 */
final class TimeAxis {
    /** A silence is cut out where it takes more than this part of the picture. */
    private static final double LONG_SILENCE = 0.22;

    private static final int MOST_CUTS = 5;
    /** Room for a cut, and the least for a stretch between cuts, in pixels. */
    private static final double CUT = 24;

    private static final double LEAST = 64;
    /** Room left and right of what happens, as a part of the stretch. */
    private static final double MARGIN = 0.02;
    /** Room for the label of a tick, in pixels. */
    private static final double LABEL = 62;

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
    private static final long[] STEPS = {
        1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000, 7776000
    };

    /** A stretch of time that something fills. */
    record Span(Instant from, Instant to) {}

    record Tick(double x, String label) {}

    private record Piece(double from, double to, double left, double right) {}

    private final List<Piece> pieces = new ArrayList<>();

    /** @param spans at least one */
    TimeAxis(List<Span> spans, double left, double right) {
        List<double[]> stretches = merge(spans);
        for (int cuts = 0; cuts < MOST_CUTS && cut(stretches); cuts++) {}
        place(stretches, left, right);
    }

    /** Every span joined with its neighbours: one stretch, and inside it the silences. */
    private static List<double[]> merge(List<Span> spans) {
        List<double[]> merged = new ArrayList<>();
        for (Span span :
                spans.stream().sorted((a, b) -> a.from.compareTo(b.from)).toList()) {
            double from = seconds(span.from);
            double to = Math.max(from, seconds(span.to));
            double[] last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && from <= last[1]) {
                last[1] = Math.max(last[1], to);
            } else {
                merged.add(new double[] {from, to, 0});
            }
        }
        return merged;
    }

    /** Marks the longest silence as cut, if it is long against what is left. */
    private static boolean cut(List<double[]> stretches) {
        double total =
                Math.max(1, stretches.get(stretches.size() - 1)[1] - stretches.get(0)[0]);
        int longest = -1;
        double length = 0;
        for (int i = 1; i < stretches.size(); i++) {
            double silence = stretches.get(i)[0] - stretches.get(i - 1)[1];
            if (stretches.get(i)[2] > 0) {
                total -= silence;
            } else if (silence > length) {
                longest = i;
                length = silence;
            }
        }
        if (longest < 0 || length < LONG_SILENCE * total) {
            return false;
        }
        stretches.get(longest)[2] = 1;
        return true;
    }

    private void place(List<double[]> stretches, double left, double right) {
        List<double[]> joined = new ArrayList<>();
        for (double[] s : stretches) {
            if (joined.isEmpty() || s[2] > 0) {
                joined.add(new double[] {s[0], s[1]});
            } else {
                joined.get(joined.size() - 1)[1] = s[1];
            }
        }
        double active = 0;
        for (double[] s : joined) {
            double margin = Math.max(1, (s[1] - s[0]) * MARGIN);
            s[0] -= margin;
            s[1] += margin;
            active += s[1] - s[0];
        }
        double room = right - left - CUT * (joined.size() - 1) - LEAST * joined.size();
        double x = left;
        for (double[] s : joined) {
            double width = LEAST + room * (s[1] - s[0]) / active;
            pieces.add(new Piece(s[0], s[1], x, x + width));
            x += width + CUT;
        }
    }

    double x(Instant time) {
        double t = seconds(time);
        Piece last = pieces.get(0);
        for (Piece p : pieces) {
            if (t < p.from) {
                return p == last ? p.left : t < last.to ? last.right : p.left;
            }
            if (t <= p.to) {
                return p.left + (p.right - p.left) * (t - p.from) / (p.to - p.from);
            }
            last = p;
        }
        return last.right;
    }

    /** Middles of the cuts. */
    List<Double> cuts() {
        List<Double> cuts = new ArrayList<>();
        for (int i = 1; i < pieces.size(); i++) {
            cuts.add(pieces.get(i).left - CUT / 2);
        }
        return cuts;
    }

    Instant begin() {
        return Instant.ofEpochSecond((long) Math.floor(pieces.get(0).from));
    }

    Instant end() {
        return Instant.ofEpochSecond((long) Math.ceil(pieces.get(pieces.size() - 1).to));
    }

    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        String day = null;
        for (Piece p : pieces) {
            double perSecond = (p.right - p.left) / (p.to - p.from);
            long step = STEPS[STEPS.length - 1];
            for (int i = STEPS.length - 1; i >= 0 && STEPS[i] * perSecond >= LABEL; i--) {
                step = STEPS[i];
            }
            boolean any = false;
            for (long t = (long) Math.ceil(p.from / step) * step; t <= p.to; t += step) {
                day = tick(ticks, p, t, step, day);
                any = true;
            }
            if (!any) {
                day = tick(ticks, p, (long) ((p.from + p.to) / 2), 1, day);
            }
        }
        return ticks;
    }

    private static String tick(List<Tick> ticks, Piece p, long t, long step, String dayBefore) {
        var time = Instant.ofEpochSecond(t).atOffset(ZoneOffset.UTC);
        String day = DAY.format(time);
        String hour = step >= 86400 ? "" : (step < 60 ? SECOND : HOUR).format(time);
        boolean named = step >= 86400 || dayBefore != null && !day.equals(dayBefore);
        String label = named ? (day + " " + hour).strip() : hour;
        ticks.add(new Tick(p.left + (p.right - p.left) * (t - p.from) / (p.to - p.from), label));
        return day;
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }
}
