package io.coldtrail.trace.owners;

import java.time.Instant;

/**
 * A time in which a network interface was an instance's.
 *
 * @param networkInterface id, eni-...
 * @param to until when, exclusive, null for open
 */
public record Attachment(String networkInterface, String instance, Instant from, Instant to) {}
