package io.coldtrail.report;

import io.coldtrail.lake.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that the report says, read from the tables and bounded: nothing here grows with the archive.
 *
 * @param version coldtrail's, of the newest run; empty where none is known
 * @param incidents worst first
 * @param steps rows of the timeline by incident, in order
 * @param spread rows of the spread by incident, seeds first
 * @param byLog records of the attacker in each log, by incident
 * @param sinceSuccess calls of the attacker after the last that succeeded, by incident
 * @param findings worst first, at most as many as the page shows
 * @param findingsInAll findings of the case
 * @param citations records cited by what the page shows
 * @param citedInAll records that each claim rests on
 * @param users calls of others by the principals of findings
 */
record CaseView(
        Settings settings,
        String version,
        List<Incident> incidents,
        Map<String, List<Step>> steps,
        Map<String, List<Fall>> spread,
        Map<String, Map<String, Long>> byLog,
        Map<String, Long> sinceSuccess,
        Conclusions conclusions,
        List<Finding> findings,
        long findingsInAll,
        List<Citation> citations,
        Map<String, Long> citedInAll,
        List<Session> sessions,
        List<Address> addresses,
        List<Origin> origins,
        Map<String, Long> users,
        Archive archive,
        Coverage coverage,
        List<RuleCount> rules,
        List<Hit> hits,
        List<Fact> facts) {

    /** A rule that fired: a place to look, not an accusation. */
    record RuleCount(
            String id,
            String title,
            String severity,
            Tactic tactic,
            String technique,
            long n,
            Instant first,
            Instant last) {}

    /** What a hunt found: a place to look that takes more than one record to see. */
    record Hit(
            String title,
            String severity,
            Tactic tactic,
            String technique,
            String detail,
            String verdict,
            String grade,
            long n,
            Instant first,
            Instant last) {}

    /** What an analyst told. */
    record Fact(String kind, String what, String value, Instant from, Instant to, String author, String reason) {}

    List<Step> stepsOf(Incident incident) {
        return steps.getOrDefault(incident.id(), List.of());
    }

    List<Fall> spreadOf(Incident incident) {
        return spread.getOrDefault(incident.id(), List.of());
    }
}
