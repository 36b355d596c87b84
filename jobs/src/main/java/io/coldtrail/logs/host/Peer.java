package io.coldtrail.logs.host;

import io.coldtrail.net.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The far end of a connection as sshd writes it: {@code 203.0.113.7 port 4242}, and its place in the text.
 *
 * @param start where it begins
 * @param end where it ends
 * @param host address, or a name where sshd is told to look it up
 * @param port port, null: not said
 */
record Peer(int start, int end, String host, Integer port) {
    private static final String PORT = " port ";

    /** Every place in a text that may be one, from left to right. */
    static List<Peer> all(String text) {
        List<Peer> found = new ArrayList<>();
        for (int at = text.indexOf(PORT); at >= 0; at = text.indexOf(PORT, at + 1)) {
            int start = text.lastIndexOf(' ', at - 1) + 1;
            int end = at + PORT.length();
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
            Integer port = Numbers.whole(text.substring(at + PORT.length(), end));
            if (start < at && port != null) {
                found.add(new Peer(start, end, text.substring(start, at), port));
            }
        }
        return found;
    }

    /** The one that a text ends with, with or without a port; null where it does not. */
    static Peer atEnd(String text) {
        List<Peer> all = all(text);
        if (!all.isEmpty() && all.get(all.size() - 1).end == text.length()) {
            return all.get(all.size() - 1);
        }
        int start = text.lastIndexOf(' ') + 1;
        String word = text.substring(start);
        return address(word) == null ? null : new Peer(start, text.length(), word, null);
    }

    /** The one that a text begins with, with or without a port; null where it does not. */
    static Peer atStart(String text) {
        List<Peer> all = all(text);
        if (!all.isEmpty() && all.get(0).start == 0) {
            return all.get(0);
        }
        int end = text.indexOf(' ');
        String word = end < 0 ? text : text.substring(0, end);
        if (word.endsWith(":") || word.endsWith(",")) {
            word = word.substring(0, word.length() - 1);
        }
        return address(word) == null ? null : new Peer(0, word.length(), word, null);
    }

    /** The address, as RFC 5952 writes it; null where there is a name instead. */
    String ip() {
        return address(host);
    }

    /** An address in its usual spelling, without a zone; null where the text is none. */
    static String address(String text) {
        int zone = text.indexOf('%');
        IpAddress address = IpAddress.parse(zone < 0 ? text : text.substring(0, zone));
        return address == null ? null : address.toString();
    }
}
