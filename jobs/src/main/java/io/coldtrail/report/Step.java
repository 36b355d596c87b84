package io.coldtrail.report;

import io.coldtrail.lake.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;

/** A row of {@code timeline}. */
record Step(
        String id,
        String incident,
        String stage,
        int seq,
        Instant first,
        Instant last,
        String actor,
        String grade,
        String principal,
        String person,
        List<String> addresses,
        Tactic tactic,
        String technique,
        String action,
        String targetKind,
        String target,
        long targets,
        List<String> targetSample,
        List<String> regions,
        List<String> accounts,
        String outcome,
        long n,
        long succeeded,
        long denied,
        long failed,
        long bytes,
        String cadence,
        String novelty,
        List<String> why,
        int rank,
        List<String> events,
        String sentence,
        List<String> logs) {
    static final Comparator<Step> IN_ORDER = Comparator.comparingInt(Step::seq).thenComparing(Step::id);
    /** The weightiest first. */
    static final Comparator<Step> BY_RANK =
            Comparator.comparingInt(Step::rank).reversed().thenComparing(IN_ORDER);

    /** @param logs tables that the records of the step are in */
    static Step of(Row row, List<String> logs) {
        Cells c = new Cells(row);
        return new Step(
                c.word("step_id"),
                c.word("incident_id"),
                c.word("stage"),
                (int) c.count("seq"),
                c.time("time_first"),
                c.time("time_last"),
                c.word("actor"),
                c.word("grade"),
                c.text("principal"),
                c.text("person"),
                c.texts("addresses"),
                Tactic.of(c.text("tactic")),
                c.word("technique"),
                c.word("action"),
                c.word("target_kind"),
                c.word("target"),
                c.count("target_count"),
                c.texts("target_sample"),
                c.texts("regions"),
                c.texts("accounts"),
                c.word("outcome"),
                c.count("n"),
                c.count("n_success"),
                c.count("n_denied"),
                c.count("n_failed"),
                c.count("bytes"),
                c.word("cadence"),
                c.word("novelty"),
                c.texts("why"),
                (int) c.count("rank"),
                c.texts("event_ids"),
                c.word("sentence"),
                logs);
    }

    /** Place of the row in the page. */
    public String anchor() {
        return "row-" + incident + "-" + seq;
    }

    public boolean attackers() {
        return actor.equals(Actor.ATTACKER.word()) || actor.equals(Actor.LIKELY_ATTACKER.word());
    }

    /** The attacker's, but no move of the attack: the ordinary traffic of a machine of theirs. */
    boolean background() {
        return attackers() && tactic.word().isEmpty();
    }

    public boolean responders() {
        return actor.equals(Actor.RESPONDER.word());
    }

    /** The log that the step is told from: CloudTrail's where it is in it, since another then only repeats it. */
    String log() {
        return logs.isEmpty() || logs.contains(Log.CLOUDTRAIL.table()) ? Log.CLOUDTRAIL.table() : logs.get(0);
    }

    /** The calls without their service, or what another log calls the deed: "GetObject, PutObject"; "password tried". */
    public String calls() {
        return log().equals(Log.CLOUDTRAIL.table())
                ? action.replaceAll("[a-z0-9.-]+:(?=[A-Z])", "")
                : action.replaceAll("[a-z0-9_]+:", "").replace('_', ' ');
    }

    /** The facts under the sentence: calls, addresses, regions, and what is new. */
    public String about() {
        List<String> facts = new ArrayList<>();
        facts.add(calls());
        facts.add(String.join(", ", addresses.subList(0, Math.min(2, addresses.size()))));
        facts.add(String.join(", ", regions.subList(0, Math.min(3, regions.size()))));
        facts.add(novelty);
        facts.removeIf(String::isEmpty);
        return String.join(" \u00b7 ", facts);
    }

    /** The rhythm, where the sentence does not tell it. */
    public String rhythm() {
        return sentence.toLowerCase(Locale.ROOT).contains(cadence.toLowerCase(Locale.ROOT)) ? "" : cadence;
    }

    /** The outcome in words. */
    public String result() {
        return switch (filter()) {
            case "success" -> "succeeded";
            case "mixed" -> "in part";
            case "denied" -> denied > 0 ? "denied" : "failed";
            default -> Words.plain(outcome);
        };
    }

    /** What the filter of the page knows: success, denied (failed too), mixed. */
    public String filter() {
        if (succeeded > 0) {
            return denied + failed > 0 ? "mixed" : "success";
        }
        return denied + failed > 0 ? "denied" : outcome;
    }
}
