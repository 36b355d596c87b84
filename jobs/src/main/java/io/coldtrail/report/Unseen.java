package io.coldtrail.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What page one says of what cannot be seen: the window asked for, and the blind spots that an answer would need. The
 * section of blind spots has them all.
 *
 * @param spots the worst first
 * @param left blind spots that page one does not name
 */
record Unseen(List<Spot> spots, long left) {
    /** A list that one reads to its end. */
    private static final int MOST = 6;

    /** What is missing, and what that means. */
    record Spot(String what, String statement) {}

    static Unseen of(CaseView view) {
        List<BlindSpot> all = view.conclusions().blindSpots();
        List<Spot> spots = new ArrayList<>();
        if (all.stream().noneMatch(b -> b.kind().equals("window"))) {
            window(spots, view);
        }
        all.stream()
                .filter(BlindSpot::touches)
                .limit(MOST)
                .forEach(b -> spots.add(new Spot(b.what() + when(b) + ".", b.statement())));
        if (all.isEmpty()) {
            spots.add(new Spot(
                    "Not looked for.", "Table `blind_spots` has no row: what the archive lacks, is not told."));
        }
        long named = all.stream().filter(BlindSpot::touches).limit(MOST).count();
        return new Unseen(List.copyOf(spots), all.size() - named);
    }

    private static String when(BlindSpot spot) {
        if (spot.from() == null && spot.to() == null) {
            return "";
        }
        return spot.from() == null
                ? ", before " + Clock.minute(spot.to())
                : spot.to() == null
                        ? ", from " + Clock.minute(spot.from())
                        : ", " + new Clock(null).span(spot.from(), spot.to());
    }

    private static void window(List<Spot> spots, CaseView view) {
        List<String> limits = new ArrayList<>();
        if (view.settings().from() != null) {
            limits.add("before " + Clock.minute(view.settings().from()));
        }
        if (view.settings().to() != null) {
            limits.add("from " + Clock.minute(view.settings().to()) + " on");
        }
        if (!view.settings().accounts().isEmpty()) {
            limits.add(
                    "accounts other than " + String.join(", ", view.settings().accounts()));
        }
        if (!view.settings().regions().isEmpty()) {
            limits.add("regions other than " + String.join(", ", view.settings().regions()));
        }
        if (!limits.isEmpty()) {
            spots.add(new Spot("Outside the window asked for.", "Not analysed: " + String.join("; ", limits) + "."));
        }
    }
}
