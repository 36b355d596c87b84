package io.coldtrail.logs.host;

import java.util.List;

/**
 * What a message of sshd, or of PAM within it, tells of a client. The texts are OpenSSH's (auth.c, packet.c, sshd.c,
 * srclimit.c) and Linux-PAM's.
 *
 * <p>The name of a user is what the client sent: it may hold anything that these texts hold. So each text is read from
 * the end that the client cannot write to; where it writes to both, and more than one reading is left, user and address
 * are null.
 *
 * @param action what happened
 * @param method how the client tried to prove itself, null: not said
 * @param user the user, as the client said; null: not said
 * @param userValid whether sshd knows the user, null: not said
 * @param sourceIp address of the client, null: not said
 * @param sourcePort port of the client, null: not said
 * @param fingerprint fingerprint of the key, null: not said
 */
public record AuthMessage(
        AuthAction action,
        String method,
        String user,
        Boolean userValid,
        String sourceIp,
        Integer sourcePort,
        String fingerprint) {
    private static final String PREAUTH = " [preauth]";
    private static final String FROM = " from ";
    private static final String INVALID_USER = "invalid user ";

    /** How packet.c begins the name of a peer whose user is known; the words are joined in the privileged monitor. */
    private static final List<String> KNOWN_USER = List.of("authenticating user ", "authenticatinguser ", "user ");

    private static final List<String> UNKNOWN_USER = List.of(INVALID_USER, "invaliduser ");

    /** Reads a text. One that is not known is {@link AuthAction#OTHER}. */
    public static AuthMessage of(String message) {
        String text = message;
        for (String level : List.of("error: ", "fatal: ")) {
            text = behind(text, level, text);
        }
        if (text.endsWith(PREAUTH)) {
            text = text.substring(0, text.length() - PREAUTH.length());
        }
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1);
        AuthMessage read =
                switch (word) {
                    case "Accepted" -> attempt(AuthAction.ACCEPTED, rest);
                    case "Failed" -> attempt(AuthAction.FAILED, rest);
                    case "Partial" -> attempt(AuthAction.PARTIAL, rest);
                    case "Postponed" -> attempt(AuthAction.POSTPONED, rest);
                    case "Invalid", "Illegal" -> invalidUser(behind(rest, "user ", null));
                    case "maximum" -> maxAttempts(behind(rest, "authentication attempts exceeded for ", null));
                    case "Disconnecting" -> disconnecting(rest);
                    case "Disconnecting:" -> told(AuthAction.DISCONNECTED);
                    case "Disconnected" -> ends(AuthAction.DISCONNECTED, behind(rest, "from ", null));
                    case "Received" -> begins(AuthAction.DISCONNECTED, behind(rest, "disconnect from ", null));
                    case "Connection" -> connection(rest);
                    case "Unable" -> begins(AuthAction.NO_MATCH, behind(rest, "to negotiate with ", null));
                    case "User" -> notAllowed(rest);
                    case "Timeout" -> timeout(behind(rest, "before authentication for ", null));
                    case "drop" -> dropped(behind(rest, "connection ", null));
                    case "Did" -> begins(
                            AuthAction.OTHER, behind(rest, "not receive identification string from ", null));
                    case "Bad" -> badProtocol(behind(rest, "protocol version identification ", null));
                    case "banner" -> begins(AuthAction.OTHER, behind(rest, "exchange: Connection from ", null));
                    case "ssh_dispatch_run_fatal:" -> begins(AuthAction.OTHER, behind(rest, "Connection from ", null));
                    case "input_userauth_request:" -> namesInvalidUser(behind(rest, INVALID_USER, null));
                    case "PAM", "PAM:" -> pam(text);
                    default -> text.startsWith("pam_") ? pamModule(text) : penalty(text);
                };
        return read == null ? told(AuthAction.OTHER) : read;
    }

    private static AuthMessage told(AuthAction action) {
        return new AuthMessage(action, null, null, null, null, null, null);
    }

    private static AuthMessage told(AuthAction action, String user, Boolean valid, Peer peer) {
        return peer == null
                ? new AuthMessage(action, null, user, valid, null, null, null)
                : new AuthMessage(action, null, user, valid, peer.ip(), peer.port(), null);
    }

    /** {@code password for [invalid user ]<user> from <peer> ssh2[: <key type> <fingerprint>[ ID <certificate>]]}. */
    private static AuthMessage attempt(AuthAction action, String rest) {
        int methodEnd = rest.indexOf(' ');
        if (methodEnd < 0 || !rest.startsWith(" for ", methodEnd)) {
            return null;
        }
        String method = rest.substring(0, methodEnd);
        String body = rest.substring(methodEnd + " for ".length());
        List<Peer> peers = Peer.all(body).stream()
                .filter(peer -> fromPeer(body, peer) && key(body, peer) != null)
                .toList();
        if (peers.isEmpty()) {
            return null;
        }
        Peer peer = peers.get(peers.size() - 1);
        String[] key = key(body, peer).split(" ");
        if (peers.size() > 1 && key.length > 2) {
            // a certificate's id is the client's text too
            return new AuthMessage(action, method, null, null, null, null, null);
        }
        String user = body.substring(0, userEnd(peer));
        boolean valid = !user.startsWith(INVALID_USER);
        return new AuthMessage(
                action,
                method,
                behind(user, INVALID_USER, user),
                valid,
                peer.ip(),
                peer.port(),
                key.length > 1 ? key[1] : null);
    }

    /** True where {@code from} stands before a peer. */
    private static boolean fromPeer(String body, Peer peer) {
        return userEnd(peer) >= 0 && body.startsWith(FROM, userEnd(peer));
    }

    private static int userEnd(Peer peer) {
        return peer.start() - FROM.length();
    }

    /** What stands behind {@code ssh2: }, empty where nothing does; null where this is no end of an attempt. */
    private static String key(String body, Peer peer) {
        String end = behind(body.substring(peer.end()), " ssh2", null);
        return end == null || end.isEmpty() ? end : behind(end, ": ", null);
    }

    /** {@code <user> from <peer>}; the user may be empty. */
    private static AuthMessage invalidUser(String rest) {
        int from = rest == null ? -1 : rest.lastIndexOf(FROM);
        Peer peer = from < 0 ? null : Peer.atStart(rest.substring(from + FROM.length()));
        return peer == null ? null : told(AuthAction.INVALID_USER, rest.substring(0, from), false, peer);
    }

    /** {@code '<what the client sent>' from <peer>}. */
    private static AuthMessage badProtocol(String rest) {
        Peer peer = rest == null ? null : Peer.atEnd(rest);
        return peer == null || !fromPeer(rest, peer) ? null : told(AuthAction.OTHER, null, null, peer);
    }

    /** {@code <user>}: said of each user once more, beside the line that tells the address too. */
    private static AuthMessage namesInvalidUser(String user) {
        return user == null ? null : told(AuthAction.OTHER, user, false, null);
    }

    /** {@code [invalid user ]<user> from <peer> ssh2}. */
    private static AuthMessage maxAttempts(String rest) {
        AuthMessage read = rest == null ? null : attempt(AuthAction.MAX_ATTEMPTS, "- for " + rest);
        return read == null
                ? null
                : new AuthMessage(read.action, null, read.user, read.userValid, read.sourceIp, read.sourcePort, null);
    }

    /** {@code [authenticating user <user> ]<peer>: <reason>}; a reason may tell the user again. */
    private static AuthMessage disconnecting(String rest) {
        String tooMany = ": Too many authentication failures";
        if (rest.endsWith(tooMany)) {
            return ends(AuthAction.DISCONNECTED, rest.substring(0, rest.length() - tooMany.length()));
        }
        List<Peer> peers = Peer.all(rest).stream()
                .filter(peer -> rest.startsWith(": ", peer.end()))
                .toList();
        return peers.size() == 1
                ? ends(AuthAction.DISCONNECTED, rest.substring(0, peers.get(0).end()))
                : told(AuthAction.DISCONNECTED);
    }

    private static AuthMessage connection(String rest) {
        String by = behind(rest, "closed by ", behind(rest, "reset by ", null));
        if (by != null) {
            return ends(AuthAction.CLOSED, by);
        }
        String timedOut = " timed out";
        String from = behind(rest, "from ", null);
        if (from != null && from.endsWith(timedOut)) {
            return ends(AuthAction.TIMEOUT, from.substring(0, from.length() - timedOut.length()));
        }
        return begins(AuthAction.OTHER, from);
    }

    /** {@code [authenticating user <user> |invalid user <user> |user <user> ]<peer>}. */
    private static AuthMessage ends(AuthAction action, String text) {
        Peer peer = text == null ? null : Peer.atEnd(text);
        if (peer == null) {
            return text == null ? null : told(action);
        }
        String before = text.substring(0, Math.max(0, peer.start() - 1));
        for (String words : UNKNOWN_USER) {
            if (before.startsWith(words)) {
                return told(action, before.substring(words.length()), false, peer);
            }
        }
        for (String words : KNOWN_USER) {
            if (before.startsWith(words)) {
                return told(action, before.substring(words.length()), true, peer);
            }
        }
        return told(action, null, null, peer);
    }

    /** {@code <peer>}, and behind it what the client may have said. */
    private static AuthMessage begins(AuthAction action, String text) {
        return text == null ? null : told(action, null, null, Peer.atStart(text));
    }

    /** {@code <user> from <host> not allowed because <reason>}; the user is one of the machine's. */
    private static AuthMessage notAllowed(String rest) {
        int end = rest.lastIndexOf(" not allowed because ");
        int from = end < 0 ? -1 : rest.lastIndexOf(FROM, end - 1);
        return from < 0
                ? null
                : told(
                        AuthAction.NOT_ALLOWED,
                        rest.substring(0, from),
                        true,
                        Peer.atEnd(rest.substring(from + FROM.length(), end)));
    }

    /** {@code <peer>}, or {@code connection from <ip> to <ip>, pid = 7}. */
    private static AuthMessage timeout(String rest) {
        return rest == null ? null : begins(AuthAction.TIMEOUT, behind(rest, "connection from ", rest));
    }

    /** {@code #3 from [<ip>]:<port> on [<ip>]:<port> <reason>}. */
    private static AuthMessage dropped(String rest) {
        int open = rest == null ? -1 : rest.indexOf("from [");
        int close = open < 0 ? -1 : rest.indexOf("]:", open);
        if (close < 0) {
            return null;
        }
        int portEnd = rest.indexOf(' ', close);
        String ip = Peer.address(rest.substring(open + "from [".length(), close));
        Integer port = Numbers.whole(rest.substring(close + 2, portEnd < 0 ? rest.length() : portEnd));
        return new AuthMessage(AuthAction.DROPPED, null, null, null, ip, port, null);
    }

    /** {@code srclimit_penalise: ipv4: activating <network> penalty of 10 seconds for <reason>}. */
    private static AuthMessage penalty(String text) {
        int at = text.indexOf(" penalty of ");
        if (at < 0 || !text.startsWith("srclimit") && !text.contains("activating ")) {
            return null;
        }
        for (String word : text.substring(0, at).split(" ")) {
            int slash = word.indexOf('/');
            String ip = slash < 0 ? null : Peer.address(word.substring(0, slash));
            if (ip != null) {
                boolean single = word.substring(slash).equals(ip.indexOf(':') < 0 ? "/32" : "/128");
                return new AuthMessage(AuthAction.PENALTY, null, null, null, single ? ip : null, null, null);
            }
        }
        return told(AuthAction.PENALTY);
    }

    /** sshd's own words of PAM. */
    private static AuthMessage pam(String text) {
        if (text.contains("more authentication failure")) {
            return pamFailure(text);
        }
        int user = text.indexOf(" for ");
        int from = text.lastIndexOf(FROM);
        if (!text.startsWith("PAM: ") || user < 0 || from < user) {
            return null;
        }
        String name = text.substring(user + " for ".length(), Math.max(from, user + " for ".length()));
        String unknown = behind(name, "illegal user ", behind(name, INVALID_USER, null));
        Peer peer = Peer.atEnd(text.substring(from + FROM.length()));
        return told(AuthAction.PAM_FAILURE, unknown == null ? name : unknown, unknown == null, peer);
    }

    /** {@code pam_unix(sshd:auth): ...}. */
    private static AuthMessage pamModule(String text) {
        int colon = text.indexOf("): ");
        if (colon < 0) {
            return null;
        }
        String rest = text.substring(colon + "): ".length());
        if (rest.startsWith("authentication failure;")) {
            return pamFailure(rest);
        }
        String opened = behind(rest, "session opened for user ", null);
        String closed = behind(rest, "session closed for user ", null);
        if (opened != null || closed != null) {
            return opened != null
                    ? told(AuthAction.SESSION_OPENED, sessionUser(opened), true, null)
                    : told(AuthAction.SESSION_CLOSED, sessionUser(closed), true, null);
        }
        String locked = behind(rest, "Consecutive login failures for user ", null);
        if (locked != null) {
            int end = locked.lastIndexOf(" account temporarily locked");
            return told(AuthAction.LOCKED, end < 0 ? locked : locked.substring(0, end), null, null);
        }
        return rest.startsWith("check pass; user unknown") ? told(AuthAction.OTHER, null, false, null) : null;
    }

    /** {@code ec2-user(uid=1000) by (uid=0)}, of older versions without the first bracket. */
    private static String sessionUser(String text) {
        int end = text.length();
        for (String words : List.of("(uid=", " by ")) {
            int at = text.indexOf(words);
            end = at < 0 ? end : Math.min(end, at);
        }
        return text.substring(0, end);
    }

    /** {@code ...; logname= uid=0 euid=0 tty=ssh ruser= rhost=<ip>  user=<user>}; no user where PAM knows none. */
    private static AuthMessage pamFailure(String text) {
        int at = text.indexOf(" rhost=");
        if (at < 0) {
            return told(AuthAction.PAM_FAILURE);
        }
        String host = text.substring(at + " rhost=".length());
        int end = host.indexOf(' ');
        String user = end < 0 ? null : behind(host.substring(end).stripLeading(), "user=", null);
        return new AuthMessage(
                AuthAction.PAM_FAILURE,
                null,
                user,
                null,
                Peer.address(end < 0 ? host : host.substring(0, end)),
                null,
                null);
    }

    /** What stands behind words that a text begins with; something else where it does not. */
    private static String behind(String text, String words, String otherwise) {
        return text.startsWith(words) ? text.substring(words.length()) : otherwise;
    }
}
