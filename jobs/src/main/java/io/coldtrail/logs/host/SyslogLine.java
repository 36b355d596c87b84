package io.coldtrail.logs.host;

/**
 * A line of syslog: {@code Nov  9 10:15:32 host sshd[4711]: text}, with a stamp of RFC 3164 or RFC 3339. Stamp and host
 * may be absent: journald's messages come without.
 *
 * @param stamp when, by the host's clock; null: not said
 * @param host host name, null: not said
 * @param program what wrote it, null in {@code last message repeated}
 * @param pid process, null: not said
 * @param text what it says
 */
public record SyslogLine(SyslogStamp stamp, String host, String program, Integer pid, String text) {
    private static final String REPEATED = "last message repeated ";

    /** Reads a line; null where it is none. */
    public static SyslogLine of(String line) {
        SyslogStamp stamp = SyslogStamp.at(line);
        int p = stamp == null ? 0 : skipSpaces(line, stamp.length());
        String host = null;
        int end = word(line, p);
        if (end > p && !isTag(line, p, end)) {
            host = line.substring(p, end);
            p = skipSpaces(line, end);
            end = word(line, p);
        }
        if (isTag(line, p, end)) {
            return tagged(stamp, host, line, p, end);
        }
        boolean repeated = line.startsWith(REPEATED, p);
        return repeated && stamp != null ? new SyslogLine(stamp, host, null, null, line.substring(p)) : null;
    }

    /** True for the end of {@code sshd[4711]:} or {@code sshd:}. */
    private static boolean isTag(String line, int from, int to) {
        return to - from > 1 && line.charAt(to - 1) == ':';
    }

    private static SyslogLine tagged(SyslogStamp stamp, String host, String line, int from, int to) {
        String program = line.substring(from, to - 1);
        Integer pid = null;
        int bracket = program.lastIndexOf('[');
        if (bracket > 0 && program.endsWith("]")) {
            pid = Numbers.whole(program.substring(bracket + 1, program.length() - 1));
            program = program.substring(0, bracket);
        }
        return new SyslogLine(stamp, host, program, pid, line.substring(Math.min(to + 1, line.length())));
    }

    /** True where the SSH server wrote it: sshd, since OpenSSH 9.8 sshd-session, since 10.0 sshd-auth, and PAM in them. */
    public boolean isSshd() {
        return program != null
                && (program.equals("sshd") || program.startsWith("sshd-") || program.startsWith("sshd("));
    }

    /** The same line with another text. */
    public SyslogLine saying(String words) {
        return new SyslogLine(stamp, host, program, pid, words);
    }

    /** How often the line before is said again: {@code last message repeated 3 times}; 0 where this says something. */
    public int repeatsLast() {
        if (program != null) {
            return 0;
        }
        Integer n = Numbers.whole(text.substring(REPEATED.length()).replaceFirst(" times?( ---)?$", ""));
        return n == null ? 1 : n;
    }

    private static int word(String line, int from) {
        int end = line.indexOf(' ', from);
        return end < 0 ? line.length() : end;
    }

    private static int skipSpaces(String line, int from) {
        int p = from;
        while (p < line.length() && line.charAt(p) == ' ') {
            p++;
        }
        return p;
    }
}
