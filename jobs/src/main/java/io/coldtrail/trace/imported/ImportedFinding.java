package io.coldtrail.trace.imported;

import java.time.Instant;

/**
 * A finding that another service made of a credential, in its latest state: evidence, never truth.
 *
 * @param time first time it was seen
 * @param last last time it was seen
 * @param key key it names
 * @param remoteIp address at the other end, null where it names none
 */
public record ImportedFinding(
        String type,
        Instant time,
        Instant last,
        String key,
        String remoteIp,
        String eventId,
        String object,
        int recordIndex) {}
