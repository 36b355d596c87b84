package io.coldtrail.trace;

import java.time.Instant;

/**
 * What one identity did from one address with one tool on one day: the smallest thing the trace knows of events before
 * it accuses anybody.
 *
 * @param ident tells identities apart as the record does: see {@link ActivityReader}
 * @param uid unique id of user or role (AIDA..., AROA...), or what stands for it
 * @param created when the credentials were issued, null for a long-term key
 * @param key key that signed, null for none
 * @param ip source address; null where a service called
 * @param service service that called for the identity, null for a direct call
 * @param userAgent family, see {@link UserAgentFamily}
 * @param presigned a presigned request: signed by the session, sent by whoever held the link
 * @param day days since 1970-01-01, UTC
 */
record Activity(
        String ident,
        String account,
        String uid,
        String arn,
        String userType,
        Instant created,
        String key,
        String ip,
        String endpoint,
        String service,
        String userAgent,
        boolean presigned,
        long day,
        Traits traits,
        long n,
        long denied,
        EventRef first,
        EventRef last) {
    /**
     * What else the records say of the identity.
     *
     * @param issuerArn role or user behind the session
     * @param provider identity provider
     * @param onBehalfOf Identity Center user
     * @param inScopeOf resource the session was issued to
     */
    record Traits(
            String issuerArn,
            String userName,
            String sourceIdentity,
            String onBehalfOf,
            String provider,
            String inScopeOf,
            Boolean mfa) {}
}
