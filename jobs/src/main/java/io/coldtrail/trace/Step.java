package io.coldtrail.trace;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A row of the timeline: one moment, or several that say the same.
 *
 * @param moments in the order of time
 * @param kind how they were folded
 * @param gaps seconds between the events, where the row is a recurrence; null for none
 */
record Step(List<Moment> moments, Kind kind, Moment.Gaps gaps) {
    enum Kind {
        /** One moment, or runs of one shape. */
        SHAPE,
        /** Reads of one tactic. */
        LOOKED_AROUND,
        /** Changes of one kind that were too many to tell one by one. */
        ALIKE,
        /** What is beyond the rows of its stage. */
        OVERFLOW
    }

    Step {
        moments = moments.stream().sorted(Comparator.comparing(Moment::first)).toList();
    }

    /** The moment that stands for the row: the weightiest. */
    Moment head() {
        return moments.stream()
                .max(Comparator.comparingInt(Rank::of).thenComparing(Moment::first, Comparator.reverseOrder()))
                .orElseThrow();
    }

    String incident() {
        return moments.get(0).incident();
    }

    /** Depends on nothing but what the row holds first. */
    String id() {
        Moment first = moments.get(0);
        return Ids.of(
                "step",
                first.incident(),
                first.actor().word(),
                kind.name(),
                first.api().toString(),
                first.id());
    }

    Actor actor() {
        return moments.get(0).actor();
    }

    Grade grade() {
        return moments.stream().map(Moment::grade).reduce(Grade.A, Grade::worse);
    }

    EventRef first() {
        return moments.stream().map(Moment::first).min(EventRef::compareTo).orElseThrow();
    }

    EventRef last() {
        return moments.stream().map(Moment::last).max(EventRef::compareTo).orElseThrow();
    }

    long n() {
        return moments.stream().mapToLong(Moment::n).sum();
    }

    long success() {
        return moments.stream().mapToLong(Moment::success).sum();
    }

    long denied() {
        return moments.stream().mapToLong(Moment::denied).sum();
    }

    long failed() {
        return n() - success() - denied();
    }

    long bytes() {
        return moments.stream().mapToLong(Moment::bytes).sum();
    }

    String pinned() {
        return moments.size() == 1 ? moments.get(0).pinned() : null;
    }

    /** One word where all came out alike, else {@code mixed}. */
    String outcome() {
        SortedSet<String> outcomes = all(m -> new TreeSet<>(List.of(m.outcome())));
        return outcomes.size() == 1 ? outcomes.first() : "mixed";
    }

    SortedSet<String> all(Function<Moment, SortedSet<String>> of) {
        SortedSet<String> all = new TreeSet<>();
        moments.forEach(m -> all.addAll(of.apply(m)));
        return all;
    }

    /** Calls by API, most first. */
    List<Map.Entry<Api, Long>> calls() {
        Map<Api, Long> calls = new TreeMap<>();
        moments.forEach(m -> calls.merge(m.api(), m.n(), Long::sum));
        return calls.entrySet().stream()
                .sorted(Map.Entry.<Api, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    /** ATT&CK tactic; a responder has none. */
    String tactic() {
        return actor() == Actor.RESPONDER ? null : head().tacticOrKnown();
    }

    String technique() {
        return actor() == Actor.RESPONDER ? null : head().techniqueOrKnown();
    }
}
