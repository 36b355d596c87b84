package io.coldtrail.trace.incident;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/**
 * An incident by the trace's tables.
 *
 * @param first first event of the attacker
 * @param last last event of the attacker
 * @param addresses addresses that are the attacker's, public ones
 * @param sessions held or exposed, by id
 * @param machines instances that fell to the attacker
 * @param attackers instances of the own accounts that attacked: the attacker's addresses are theirs
 * @param suspects of the attackers, those that a fact names
 */
public record IncidentView(
        String id,
        Instant first,
        Instant last,
        Instant lastSuccess,
        SortedSet<String> accounts,
        SortedSet<String> regions,
        SortedSet<String> addresses,
        List<HeldSession> sessions,
        SortedSet<String> machines,
        SortedSet<String> attackers,
        SortedSet<String> suspects) {
    public List<HeldSession> used() {
        return sessions.stream().filter(HeldSession::used).toList();
    }
}
