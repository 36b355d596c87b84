package io.coldtrail.trace;

import java.io.Serializable;
import java.util.Locale;

/**
 * A call in words, from {@code schemas/verbs.csv}.
 *
 * @param did simple past, {@code {}} for the target: "made user {}"
 * @param tried infinitive
 * @param target path of the target in the request, empty for none
 * @param parent path of what holds the target, by which its calls fold
 * @param tactic ATT&CK tactic with hyphens, null for none
 * @param soWhat what it means, empty for nothing more
 */
record Verb(
        Kind kind,
        String did,
        String tried,
        String targetKind,
        String target,
        String parent,
        String tactic,
        String technique,
        String soWhat)
        implements Serializable {
    /** Kinds of calls, by how they are told. */
    enum Kind {
        READ,
        DATA,
        SESSION,
        LOGIN,
        IDENTITY,
        TRUST,
        POLICY,
        SHARING,
        LOGGING,
        COMPUTE,
        /** What the attacker's own machine is at apart from the attack. */
        BACKGROUND,
        OTHER;

        /** Changes that keep a row each. */
        boolean keepsRow() {
            return this == IDENTITY || this == TRUST || this == POLICY || this == SHARING || this == LOGGING;
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
