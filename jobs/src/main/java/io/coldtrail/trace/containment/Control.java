package io.coldtrail.trace.containment;

import java.util.Locale;

/** Controls, in the order in which what is missing is to be done; and whether a machine may do each. */
enum Control {
    KEY_DISABLED("with_check"),
    SESSIONS_REVOKED("with_check"),
    ADDRESS_DENIED("safe"),
    INSTANCE_STOPPED("with_check"),
    /** An instance gets other keys by a stop and a start; a reboot leaves it those that it has. */
    KEYS_RENEWED("with_check"),
    INSTANCE_ISOLATED("with_check"),
    INGRESS_REMOVED("with_check"),
    GRANT_REMOVED("safe"),
    INSTANCE_REBUILT("person"),
    ATTACKER_INSTANCE_STOPPED("person"),
    LEAKED_SECRET_ROTATED("person"),
    PASSWORD_LOGIN_OFF("person"),
    USER_PASSWORD_CHANGED("person"),
    ENCRYPTION_RESTORED("safe"),
    OBJECTS_REENCRYPTED("with_check"),
    PLANTED_OBJECTS_REMOVED("person"),
    PUBLIC_ACCESS_BLOCK_ON("with_check"),
    EGRESS_DENIED("with_check"),
    ROLE_POLICY_NARROWED("person");

    private final String automate;

    Control(String automate) {
        this.automate = automate;
    }

    /** safe: nobody is hurt by it; with_check: once it is known who else would be; person: needs judgement. */
    String automate() {
        return automate;
    }

    /** The word in tables. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
