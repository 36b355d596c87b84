package io.coldtrail.trace;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import java.time.Instant;
import java.util.SortedSet;

/**
 * Events of one shape close together, counted: what timeline rows are folded from. See {@link StepSweep}.
 *
 * @param segment containments of credentials before it
 * @param pinned why it is a moment of its own, null where it may fold
 * @param grade the worst of its events
 * @param targets distinct targets
 * @param sample a few of them
 * @param gaps number, sum and sum of squares of the seconds between its events
 * @param signals ids of the rules that fired
 * @param rules codes of the rules that attributed it
 * @param contact who met whom, in a log other than of calls; null for a call
 */
record Moment(
        String id,
        String incident,
        Actor actor,
        String lineage,
        String shape,
        int segment,
        String pinned,
        Grade grade,
        Api api,
        String outcome,
        boolean reads,
        String parent,
        long targets,
        SortedSet<String> sample,
        long n,
        long success,
        long denied,
        long bytes,
        Gaps gaps,
        EventRef first,
        EventRef last,
        SortedSet<String> sessions,
        SortedSet<String> principals,
        SortedSet<String> persons,
        SortedSet<String> addresses,
        SortedSet<String> regions,
        SortedSet<String> accounts,
        SortedSet<String> signals,
        SortedSet<String> rules,
        String tactic,
        String technique,
        Contact contact) {
    /** Seconds between the events of a recurrence. */
    record Gaps(long n, double sum, double squares) {
        static final Gaps NONE = new Gaps(0, 0, 0);

        Gaps plus(Gaps other) {
            return new Gaps(n + other.n, sum + other.sum, squares + other.squares);
        }

        Gaps plus(double gap) {
            return plus(new Gaps(1, gap, gap * gap));
        }

        double mean() {
            return n == 0 ? 0 : sum / n;
        }

        /** Coefficient of variation, 0 for a clock. */
        double variation() {
            double mean = mean();
            return n == 0 || mean == 0 ? Double.MAX_VALUE : Math.sqrt(Math.max(0, squares / n - mean * mean)) / mean;
        }
    }

    Verb verb() {
        return Verbs.of(api);
    }

    /** ATT&CK tactic: what a rule said, else what the call is known for. */
    String tacticOrKnown() {
        return tactic != null ? tactic : verb().tactic();
    }

    String techniqueOrKnown() {
        return tactic != null ? technique : verb().technique();
    }

    boolean attacks() {
        return actor == Actor.ATTACKER || actor == Actor.LIKELY_ATTACKER;
    }

    /** A call, a request or a login that worked: packets that went through are no success yet. */
    boolean worked() {
        return success > 0 && (contact == null || verb().kind() == Verb.Kind.LOGIN);
    }

    Instant start() {
        return first.time();
    }
}
