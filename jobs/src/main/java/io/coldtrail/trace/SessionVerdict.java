package io.coldtrail.trace;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Grade;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Judges the events of one session, by origin.
 *
 * @param instance instance that holds its credentials, null where none does
 * @param lineage top session of its lineage, by id
 * @param used the attacker held it: what no verdict claims is the victim's own
 * @param byOrigin verdicts by {@link Origin#key}
 * @param whole verdict on the whole session, null for none
 * @param machine what was normal on the machine, null where the session is no machine's
 */
record SessionVerdict(
        String session,
        String incident,
        String account,
        String principal,
        String person,
        String instance,
        String lineage,
        boolean used,
        Map<String, Verdict> byOrigin,
        Verdict whole,
        OnMachine machine)
        implements Serializable {

    /**
     * What a role did on a machine before the attack: another tool or call there after it is likely the attacker's.
     *
     * @param origins origins that are the machine's own
     * @param since when the attack may have begun
     * @param known there is something to compare with
     */
    record OnMachine(Set<String> origins, Set<String> agents, Set<Api> apis, Instant since, boolean known)
            implements Serializable {
        Verdict judge(String agent, Api api, Instant time) {
            if (time.isBefore(since) || (agents.contains(agent) && apis.contains(api))) {
                return null;
            }
            return known
                    ? new Verdict(Actor.LIKELY_ATTACKER, Grade.B, ON_MACHINE, since, Instant.MAX)
                    : new Verdict(Actor.AMBIGUOUS, Grade.C, ON_MACHINE, since, Instant.MAX);
        }
    }

    /** On the machine of a credential that leaked: calls outside what the role did there before. */
    static final String ON_MACHINE = "I3";

    private static final String OWN = "own";

    /** Whose deed a direct call is; null where the session's own owner is not even in question. */
    Verdict judge(String originKey, String agent, Api api, Instant time) {
        Verdict verdict = byOrigin.get(originKey);
        if (verdict != null && verdict.holds(time)) {
            return verdict;
        }
        if (whole != null && whole.holds(time)) {
            return whole;
        }
        if (machine != null && machine.origins().contains(originKey)) {
            Verdict onMachine = machine.judge(agent, api, time);
            if (onMachine != null) {
                return onMachine;
            }
        }
        return owner();
    }

    /** The rest of a used session is its owner's. */
    Verdict owner() {
        return used ? new Verdict(Actor.VICTIM, Grade.A, OWN, Instant.MIN, Instant.MAX) : null;
    }
}
