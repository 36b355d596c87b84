package io.coldtrail.trace.incident;

import java.time.Instant;

/**
 * A session that the attacker held, or could have.
 *
 * @param principal arn of the role or user
 * @param name name of the role session; a machine's is its instance id
 * @param parent session that issued it, null for none
 * @param expires end of validity, null for none
 * @param basis what says so
 */
public record HeldSession(
        String id,
        String kind,
        String principal,
        String name,
        Instant created,
        String parent,
        Instant expires,
        String basis,
        boolean used,
        String grade,
        String rule) {
    public boolean ofInstance() {
        return "instance".equals(kind);
    }

    /** Name of role or user. */
    public String shortName() {
        return principal == null ? id : principal.substring(principal.lastIndexOf('/') + 1);
    }
}
