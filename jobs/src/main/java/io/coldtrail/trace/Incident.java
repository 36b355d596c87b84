package io.coldtrail.trace;

import java.util.List;
import java.util.Set;

/**
 * One connected story.
 *
 * @param seeds what it began with, earliest first
 * @param sessions that the attacker held, by id
 */
record Incident(String id, List<Fall> seeds, Set<Node> nodes, List<Session> sessions) {}
