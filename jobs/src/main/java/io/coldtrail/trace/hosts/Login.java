package io.coldtrail.trace.hosts;

import java.time.Instant;

/**
 * What one address did at the SSH door of one machine, counted: only where it was let in at least once.
 *
 * @param instance machine; null where the log does not name it
 * @param ip address of the client
 * @param firstTry first line of it, where any try failed; null where none did
 * @param failures failed tries before {@link #guessed}, repeats counted; where none was guessed, all of them
 * @param guessed first password that was accepted after {@link Logins#GUESSES} failures, null for none
 * @param accepted first login of any kind
 * @param last last login or try
 */
public record Login(
        String instance, String ip, Instant firstTry, long failures, Entry guessed, Entry accepted, Instant last) {
    /** A record of a login: who was let in, and how. */
    public record Entry(Instant time, String eventId, String object, int recordIndex, String user, String method) {}

    /** True where a login came before the one that looks guessed: someone who is at home there and mistyped. */
    public boolean regular() {
        return !accepted.equals(guessed);
    }
}
