package io.coldtrail.evidence;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A finding: what one kind of deed did to one principal or resource of an account, in one region. All text may come
 * from logs.
 *
 * @param id hash of type, account, region, principal or resource, and role
 * @param target the resource that tells it apart, as the log names it; null where the principal does
 * @param principal who called
 * @param deeds the records it rests on, summed up
 * @param rules rules that matched them, the most frequent first
 * @param hits hits of hunts that it rests on, the gravest first; none for most
 */
record Finding(
        String id,
        FindingType type,
        String accountId,
        String region,
        String role,
        String target,
        Principal principal,
        Deeds deeds,
        List<FindingRule> rules,
        Hits hits) {
    /** A compromise proven by identifiers can hardly be an error of ours; the rest is left for those. */
    private static final int CONFIDENCE_A = 95;

    /** "Probably did": three of four, as far as behaviour can say. */
    private static final int CONFIDENCE_B = 75;

    /** "May have". */
    private static final int CONFIDENCE_C = 40;

    /** The deed is proven by its record; that it was wrong is not. */
    private static final int CONFIDENCE_NONE = 30;

    /** A finding that rests on signals alone. */
    Finding(
            String id,
            FindingType type,
            String accountId,
            String region,
            String role,
            String target,
            Principal principal,
            Deeds deeds,
            List<FindingRule> rules) {
        this(id, type, accountId, region, role, target, principal, deeds, rules, Hits.NONE);
    }

    Finding {
        target = type.resourceType() == null ? null : AsffText.clean(target, AsffLimits.ARN);
    }

    /**
     * Who called.
     *
     * @param arn arn of the user or role
     * @param id unique id
     * @param type Root, IAMUser, AssumedRole, ...
     */
    record Principal(String arn, String id, String type) {}

    /** A value and how many of the records have it. */
    record Count(String value, long n) {}

    /**
     * Where a record lies.
     *
     * @param offset first byte in the uncompressed object; null in Parquet, as the length
     * @param length bytes
     */
    record Place(String object, int index, Long offset, Long length, String eventId) {}

    /**
     * Hits summed up.
     *
     * @param count how many there are
     * @param severity of the gravest
     * @param named the gravest first, at most {@link FindingGroups#DETAILS}
     */
    record Hits(long count, Severity severity, List<Hit> named) {
        static final Hits NONE = new Hits(0, null, List.of());
    }

    /**
     * A hit of a hunt, as table {@code hits} has it; anything may be null.
     *
     * @param detail what was found, in one or two sentences
     */
    record Hit(
            String ruleId,
            String detail,
            String verdict,
            Instant verdictTime,
            String hostUser,
            String localIp,
            String remoteIp,
            Integer port,
            Long bytes,
            Double score) {
        /** True where the hunt saw, or thinks, that what was tried came off. */
        boolean succeeded() {
            return "success".equals(verdict) || "likely_success".equals(verdict);
        }
    }

    /**
     * Records summed up: where some are an attacker's only those, else where some are ambiguous only those, else all
     * but a responder's.
     *
     * @param first time of the first, null where none has a time
     * @param n how many
     * @param all how many, with those set aside
     * @param denied how many were denied
     * @param attacker how many an attacker's for sure
     * @param actor whose deed, null for nobody's
     * @param grade best grade of that, null for none
     * @param incidentId incident, null for none
     * @param addresses the most frequent, at most {@link FindingGroups#DETAILS}; so the next ones
     * @param addressCount how many there are
     * @param calls service, space, API
     * @param objects bucket, slash, key
     */
    record Deeds(
            Instant first,
            Instant last,
            long n,
            long all,
            long denied,
            long attacker,
            Actor actor,
            String grade,
            String incidentId,
            List<Count> addresses,
            long addressCount,
            List<Count> keys,
            List<Count> calls,
            List<Count> objects,
            Place firstPlace,
            Place lastPlace) {}

    /** True where all it rests on is what responders did, as far as the trace can tell. */
    boolean respondersOnly() {
        return deeds.actor() == Actor.RESPONDER;
    }

    /**
     * The gravest of its hits, which know what came of it; else the type's, else the gravest of its rules, whoever did it: that responders did is an inference, and an intruder
     * who cleans up after himself must not be able to lower it.
     */
    Severity severity() {
        if (hits.severity() != null) {
            return hits.severity();
        }
        if (type.severity() != null) {
            return type.severity();
        }
        return rules.stream()
                .map(FindingRule::severity)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Severity.LOW);
    }

    /** How sure it is that something wrong was done, 0 to 100. */
    int confidence() {
        if (respondersOnly()) {
            return CONFIDENCE_NONE;
        }
        return switch (deeds.grade() == null ? "" : deeds.grade()) {
            case "A" -> CONFIDENCE_A;
            case "B" -> CONFIDENCE_B;
            case "C" -> CONFIDENCE_C;
            default -> CONFIDENCE_NONE;
        };
    }

    /** The rule that speaks for it: the gravest, of these the most frequent. */
    FindingRule mainRule() {
        return rules.stream()
                .max(Comparator.comparing(r -> r.severity() == null ? Severity.INFORMATIONAL : r.severity()))
                .orElse(FindingRule.unknown(type.name()));
    }
}
