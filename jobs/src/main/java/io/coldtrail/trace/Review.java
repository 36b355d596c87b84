package io.coldtrail.trace;

import java.time.Instant;

/**
 * Something for a person to look at: suggestive only (grade C), or a node that the brake stopped. Never spreads.
 *
 * @param node what to look at
 * @param near the fallen node that it is about
 */
record Review(Node node, Node near, String rule, Instant from, String reason, EventRef evidence) {}
