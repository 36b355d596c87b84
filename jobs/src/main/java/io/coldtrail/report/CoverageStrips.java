package io.coldtrail.report;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What the logs cover, a strip for each log and place: a bar where it speaks, dotted where nothing was seen, thin where
 * a blind spot says that it spoke in part, empty where one says that it was off.
 */
final class CoverageStrips {
    /** More do not fit under a picture; the table of events has them all. */
    private static final int MOST = 10;

    private static final double ROW = 14;
    private static final double BAR = 7;
    private static final double THIN = 4;
    private static final int NAME = 44;

    private final Svg svg;
    private final TimeAxis axis;
    private final double left;
    private final double right;

    CoverageStrips(Svg svg, TimeAxis axis, double left, double right) {
        this.svg = svg;
        this.axis = axis;
        this.left = left;
        this.right = right;
    }

    /**
     * Draws the strips of some places at y and returns their height.
     *
     * @param strips of all places
     */
    double draw(
            List<Archive.Strip> strips, Set<String> accounts, Set<String> regions, List<BlindSpot> blind, double y) {
        List<Archive.Strip> shown = strips.stream()
                .filter(s -> s.account().isEmpty() || accounts.contains(s.account()))
                .filter(s -> s.region().isEmpty() || regions.contains(s.region()))
                .limit(MOST)
                .toList();
        List<BlindSpot> absent = blind.stream()
                .filter(BlindSpot::absent)
                .filter(b -> strips.stream().noneMatch(s -> s.log().equals(b.log())))
                .limit(MOST)
                .toList();
        if (shown.isEmpty() && absent.isEmpty()) {
            return 0;
        }
        svg.line(0, y, right, y, "lane").text(0, y + 17, "ll", "start", "What the logs cover");
        double row = y + 26;
        for (Archive.Strip strip : shown) {
            String name = Log.words(strip.log()) + " " + strip.region();
            head(row, name.strip() + (strip.account().isEmpty() ? "" : ", " + strip.account()));
            for (TimeAxis.Span span : strip.spans()) {
                bar(span.from(), span.to(), row + 1, BAR, "cv");
            }
            for (BlindSpot spot : blind) {
                if (spot.timed() && spot.about(strip)) {
                    bar(spot.from(), spot.to(), row, spot.silent() ? BAR + 2 : THIN, "off");
                }
            }
            row += ROW;
        }
        for (BlindSpot spot : absent) {
            head(row, Log.words(spot.log()) + ": not in the archive");
            row += ROW;
        }
        return row + 6 - y;
    }

    /** The name of a strip; dotted, until something is drawn over it. */
    private void head(double row, String name) {
        svg.text(0, row + 8, "ls2", "start", Words.cut(name, NAME));
        svg.line(left, row + 4.5, right, row + 4.5, "gap");
    }

    /** @param from null: from the left edge on; {@code to} likewise */
    private void bar(Instant from, Instant to, double y, double height, String css) {
        boolean outside = from != null && from.isAfter(axis.end()) || to != null && to.isBefore(axis.begin());
        if (!outside) {
            double x = from == null || from.isBefore(axis.begin()) ? left : axis.x(from);
            double end = to == null || to.isAfter(axis.end()) ? right : axis.x(to);
            svg.rect(x, y, Math.max(1, end - x), height, css);
        }
    }
}
