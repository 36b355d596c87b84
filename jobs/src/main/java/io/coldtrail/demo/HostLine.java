package io.coldtrail.demo;

import java.time.Instant;

/**
 * A line that a program of the web server writes to /var/log/secure.
 *
 * @param time to the millisecond, of which the line itself keeps the second
 * @param by whose doing it is, as far as the line itself says: of sshd's lines those that name the client's address
 */
record HostLine(Instant time, String program, int pid, String text, Call.By by) {}
