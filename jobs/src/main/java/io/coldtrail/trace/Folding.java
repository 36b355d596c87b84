package io.coldtrail.trace;

import io.coldtrail.lake.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Folds the moments of one incident into rows of a timeline, about 150 at most. Every moment ends in exactly one row.
 */
final class Folding {
    private static final int MAX_ROWS = 150;
    /** So many of a shape, evenly spaced, are a recurrence. */
    private static final int RECURS = 5;

    private static final double EVEN = 0.3;
    /** Rows that each stage keeps when even folding by kind leaves too many. */
    private static final int STAGE_ROWS = 30;

    private Folding() {}

    /** Rows in the order of time. */
    static List<Step> fold(List<Moment> moments) {
        List<Moment> sorted =
                moments.stream().sorted(Comparator.comparing(Moment::first)).toList();
        List<Step> rows = new ArrayList<>();
        List<Moment> looks = new ArrayList<>();
        Map<String, List<Moment>> shapes = new LinkedHashMap<>();
        for (Moment m : sorted) {
            if (m.pinned() != null) {
                rows.add(new Step(List.of(m), Step.Kind.SHAPE, null));
            } else if (m.reads() && !laterSucceeds(m, sorted)) {
                looks.add(m);
            } else {
                shapes.computeIfAbsent(m.shape() + "\n" + m.segment(), s -> new ArrayList<>())
                        .add(m);
            }
        }
        shapes.values().forEach(runs -> rows.addAll(recurring(runs)));
        rows.addAll(lookedAround(looks));
        List<Step> fitting = rows.size() <= MAX_ROWS ? rows : overflow(alike(rows));
        fitting.sort(Comparator.comparing(Step::first).thenComparing(Step::id));
        return fitting;
    }

    /** A denied read that later succeeds is told, not folded. */
    private static boolean laterSucceeds(Moment m, List<Moment> all) {
        return m.denied() > 0
                && m.attacks()
                && all.stream()
                        .anyMatch(o -> o.attacks()
                                && o.success() > 0
                                && o.api().equals(m.api())
                                && o.last().compareTo(m.first()) > 0);
    }

    /** Runs of one shape: one row where they come evenly, else a row each. */
    private static List<Step> recurring(List<Moment> runs) {
        Moment.Gaps gaps = gaps(runs);
        if (gaps.n() + 1 >= RECURS && gaps.variation() <= EVEN) {
            return List.of(new Step(runs, Step.Kind.SHAPE, gaps));
        }
        return runs.stream()
                .map(m -> new Step(
                        List.of(m), Step.Kind.SHAPE, m.n() >= RECURS && m.gaps().variation() <= EVEN ? m.gaps() : null))
                .toList();
    }

    private static Moment.Gaps gaps(List<Moment> runs) {
        Moment.Gaps gaps = runs.get(0).gaps();
        for (int i = 1; i < runs.size(); i++) {
            gaps = gaps.plus(runs.get(i).gaps())
                    .plus(Duration.between(
                                            runs.get(i - 1).last().time(),
                                            runs.get(i).start())
                                    .toMillis()
                            / 1000.0);
        }
        return gaps;
    }

    /** Reads by tactic, over calls, regions and sessions of one lineage, while they come within 30 minutes. */
    private static List<Step> lookedAround(List<Moment> looks) {
        Map<String, List<List<Moment>>> runs = new LinkedHashMap<>();
        for (Moment m : looks) {
            String key = String.join(
                    "\n",
                    m.actor().word(),
                    m.lineage(),
                    String.valueOf(m.tacticOrKnown()),
                    Integer.toString(m.segment()));
            List<List<Moment>> of = runs.computeIfAbsent(key, k -> new ArrayList<>());
            List<Moment> last = of.isEmpty() ? null : of.get(of.size() - 1);
            boolean joins = last != null
                    && Duration.between(
                                            last.stream()
                                                    .map(x -> x.last().time())
                                                    .max(Comparator.naturalOrder())
                                                    .orElseThrow(),
                                            m.start())
                                    .compareTo(StepSweep.GAP)
                            <= 0;
            if (!joins) {
                last = new ArrayList<>();
                of.add(last);
            }
            last.add(m);
        }
        List<Step> rows = new ArrayList<>();
        for (List<List<Moment>> of : runs.values()) {
            for (List<Moment> run : of) {
                rows.add(new Step(run, run.size() == 1 ? Step.Kind.SHAPE : Step.Kind.LOOKED_AROUND, cadence(run)));
            }
        }
        return rows;
    }

    /** Where all calls of a round recur alike, the rhythm of one of them is that of the round. */
    private static Moment.Gaps cadence(List<Moment> run) {
        boolean even = run.stream().allMatch(m -> m.n() >= RECURS && m.gaps().variation() <= EVEN);
        return even ? run.get(0).gaps() : null;
    }

    /** When there are too many rows: those that were to keep a row each, by call and kind of target. */
    private static List<Step> alike(List<Step> rows) {
        return merge(
                rows,
                s -> "seed".equals(s.pinned()) || s.actor() == Actor.RESPONDER || isFirst(s)
                        ? s.id()
                        : String.join(
                                "\n",
                                s.actor().word(),
                                s.moments().get(0).lineage(),
                                s.kind() == Step.Kind.LOOKED_AROUND
                                        ? "looked around " + s.tactic()
                                        : s.head().api().toString(),
                                s.outcome(),
                                Integer.toString(s.moments().get(0).segment())),
                s -> s.kind() == Step.Kind.LOOKED_AROUND ? Step.Kind.LOOKED_AROUND : Step.Kind.ALIKE);
    }

    private static boolean isFirst(Step s) {
        return s.pinned() != null
                && (s.pinned().startsWith("first") || s.pinned().equals("login"));
    }

    /** The lightest rows of a stage as one row, visible. */
    private static List<Step> overflow(List<Step> rows) {
        if (rows.size() <= MAX_ROWS) {
            return new ArrayList<>(rows);
        }
        Map<String, List<Step>> stages = new LinkedHashMap<>();
        rows.forEach(s -> stages.computeIfAbsent(s.actor().word() + "\n" + Stage.of(s), x -> new ArrayList<>())
                .add(s));
        List<Step> kept = new ArrayList<>();
        for (List<Step> stage : stages.values()) {
            stage.sort(Comparator.comparingInt((Step s) -> -Rank.of(s.head())).thenComparing(Step::first));
            int keep = Math.min(stage.size(), STAGE_ROWS);
            kept.addAll(stage.subList(0, keep));
            if (keep < stage.size()) {
                List<Moment> rest = new ArrayList<>();
                stage.subList(keep, stage.size()).forEach(s -> rest.addAll(s.moments()));
                kept.add(new Step(rest, Step.Kind.OVERFLOW, null));
            }
        }
        return kept;
    }

    private static List<Step> merge(List<Step> rows, Function<Step, String> key, Function<Step, Step.Kind> kind) {
        Map<String, List<Step>> groups = new LinkedHashMap<>();
        rows.forEach(s ->
                groups.computeIfAbsent(key.apply(s), k -> new ArrayList<>()).add(s));
        List<Step> merged = new ArrayList<>();
        for (List<Step> group : groups.values()) {
            if (group.size() == 1) {
                merged.add(group.get(0));
            } else {
                List<Moment> moments = new ArrayList<>();
                group.forEach(s -> moments.addAll(s.moments()));
                merged.add(new Step(moments, kind.apply(group.get(0)), null));
            }
        }
        return merged;
    }
}
