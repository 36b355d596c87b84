package io.coldtrail.trace;

import java.util.List;

/**
 * What the trace found, for the panel at the end of a run; all of it is in the tables.
 *
 * @param sessions sessions in the archive
 * @param used of these, held by the attacker
 * @param addresses addresses that called
 * @param incidents stories, earliest first
 */
public record TraceSummary(long sessions, long used, long addresses, List<Story> incidents) {
    /**
     * One incident.
     *
     * @param story three sentences, one a line
     * @param events of attacker and likely attacker
     */
    public record Story(String id, String title, String story, String severity, long steps, long events) {}
}
