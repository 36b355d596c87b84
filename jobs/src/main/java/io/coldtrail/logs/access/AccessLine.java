package io.coldtrail.logs.access;

import static io.coldtrail.logs.access.AccessField.ACCESS_POINT_ARN;
import static io.coldtrail.logs.access.AccessField.AUTHENTICATION_TYPE;
import static io.coldtrail.logs.access.AccessField.BUCKET_OWNER;
import static io.coldtrail.logs.access.AccessField.HOST_HEADER;
import static io.coldtrail.logs.access.AccessField.HTTP_STATUS;
import static io.coldtrail.logs.access.AccessField.KEY;
import static io.coldtrail.logs.access.AccessField.REFERER;
import static io.coldtrail.logs.access.AccessField.REQUEST_URI;
import static io.coldtrail.logs.access.AccessField.SIGNATURE_VERSION;
import static io.coldtrail.logs.access.AccessField.TIME;
import static io.coldtrail.logs.access.AccessField.TLS_VERSION;
import static io.coldtrail.logs.access.AccessField.TURN_AROUND_TIME;
import static io.coldtrail.logs.access.AccessField.USER_AGENT;
import static io.coldtrail.logs.access.AccessField.VERSION_ID;

import java.util.Arrays;

/**
 * One line of an S3 server access log, as places in its buffer. Reused from line to line.
 *
 * <p>S3 does not escape the quotes that a client sends in its URI, referer and user agent, so a client can write what
 * looks like fields. A line is therefore read from both ends, where the client has no say: up to the key from the left,
 * behind the last quote from the right. Where what lies between can be cut in more than one way, the line is ambiguous,
 * and the fields in doubt are absent.
 */
public final class AccessLine {
    private static final AccessField[] FIELDS = AccessField.values();

    /** Fields behind the user agent in lines since 2019; older ones end in it or in the version id. */
    private static final int MODERN_TAIL = TLS_VERSION.ordinal() - USER_AGENT.ordinal();

    private final int[] starts = new int[FIELDS.length];
    private final int[] ends = new int[FIELDS.length];
    private byte[] b;
    private int limit;
    private boolean ambiguous;
    private int sureUriEnd;

    // places of the fields behind the last quote, from which the tail is chosen
    private final int[] tailStarts = new int[FIELDS.length];
    private final int[] tailEnds = new int[FIELDS.length];
    private int tail;

    /**
     * Reads a line, without its line end.
     *
     * @return what is wrong with it, null where it can be read
     */
    public String read(byte[] buffer, int from, int to) {
        b = buffer;
        limit = to;
        while (limit > from && b[limit - 1] == ' ') {
            limit--;
        }
        Arrays.fill(ends, 0);
        ambiguous = false;
        sureUriEnd = 0;
        int uri = head(from);
        if (uri < 0) {
            return "no bucket, time, address, operation and key where they must be";
        }
        int lastQuote = limit - 1;
        while (lastQuote >= uri && b[lastQuote] != '"') {
            lastQuote--;
        }
        return rest(uri, lastQuote < uri ? -1 : lastQuote)
                ? null
                : "no status, sizes and times behind the request, or cut off";
    }

    /** Fields up to the key; position of the request URI, -1 where they are not there. */
    private int head(int from) {
        int p = from;
        for (int f = BUCKET_OWNER.ordinal(); f <= KEY.ordinal(); f++) {
            int end;
            if (f == TIME.ordinal()) {
                if (p >= limit || b[p] != '[') {
                    return -1;
                }
                p++;
                end = next(p, (byte) ']');
                set(f, p, end);
                p = end + 2;
            } else {
                end = next(p, (byte) ' ');
                set(f, p, end);
                p = end + 1;
            }
            if (end == starts[f] || p >= limit || b[p - 1] != ' ') {
                return -1;
            }
        }
        return p;
    }

    /** The request, what came of it, the client, and the tail; false where they are not there. */
    private boolean rest(int uri, int lastQuote) {
        if (b[uri] == '-' && uri + 1 < limit && b[uri + 1] == ' ') {
            // no request: S3's own doing, or a delete in a batch
            int client = outcome(uri + 2, true);
            return client >= 0 && (client > lastQuote ? unquotedClient(client) : quotedClient(client, lastQuote));
        }
        if (b[uri] != '"') {
            return false;
        }
        int client = lastQuote + 1 < limit ? outcome(lastQuote + 2, false) : -1;
        if (client >= 0) {
            // the last quote ends the URI, so no other quote does
            sureUriEnd = lastQuote;
            set(REQUEST_URI.ordinal(), uri + 1, lastQuote);
            return unquotedClient(client);
        }
        return quotedRequest(uri, lastQuote);
    }

    /** A request and a client in quotes: looks for every place where the one may end and the other begin. */
    private boolean quotedRequest(int uri, int lastQuote) {
        boolean agentQuoted = tail(lastQuote);
        int lastSplit = agentQuoted ? lastSplit(uri, lastQuote) : lastQuote;
        int uriEnd = -1;
        for (int p = uri + 1; p < lastQuote; p++) {
            if (b[p] == '"') {
                int client = outcome(p + 2, false);
                if (client >= 0
                        && (b[client] == '"'
                                ? client < lastSplit
                                : agentQuoted && b[client + 2] == '"' && client + 2 < lastQuote)) {
                    if (uriEnd >= 0) {
                        doubt(HTTP_STATUS.ordinal(), TURN_AROUND_TIME.ordinal());
                        return true;
                    }
                    uriEnd = p;
                    sureUriEnd = p;
                    starts[REQUEST_URI.ordinal()] = uri + 1;
                }
            }
        }
        if (uriEnd < 0) {
            return false;
        }
        set(REQUEST_URI.ordinal(), uri + 1, uriEnd);
        client(outcome(uriEnd + 2, false), lastQuote, agentQuoted);
        return true;
    }

    private boolean quotedClient(int client, int lastQuote) {
        client(client, lastQuote, tail(lastQuote));
        return true;
    }

    /** Referer and user agent, of which at least one is in quotes. */
    private void client(int referer, int lastQuote, boolean agentQuoted) {
        if (b[referer] != '"') {
            agent(referer + 2, lastQuote);
            return;
        }
        if (!agentQuoted) {
            set(REFERER.ordinal(), referer + 1, lastQuote);
            return;
        }
        int last = lastSplit(referer, lastQuote);
        int first = referer + 1;
        while (first < last && !(b[first] == '"' && b[first + 1] == ' ' && b[first + 2] == '"')) {
            first++;
        }
        if (first == last) {
            set(REFERER.ordinal(), referer + 1, first);
            agent(first + 2, lastQuote);
        } else {
            ambiguous = true;
        }
    }

    /** The user agent, between two quotes. */
    private void agent(int open, int lastQuote) {
        set(USER_AGENT.ordinal(), open + 1, lastQuote);
        if (tail < MODERN_TAIL && next(open + 1, (byte) '"') < lastQuote) {
            // so short a tail may be the end of a field that AWS has added in quotes: then this is more than the agent
            doubt(USER_AGENT.ordinal(), USER_AGENT.ordinal());
        }
    }

    /** Referer and user agent both absent, without quotes, and the tail. */
    private boolean unquotedClient(int client) {
        tokens(client + 2);
        chooseTail(1);
        return true;
    }

    /**
     * Status, error, two sizes, two times.
     *
     * @param p where the status begins
     * @param statusMayBeAbsent whether a dash is a status
     * @return where the referer begins, -1 where this is something else
     */
    private int outcome(int p, boolean statusMayBeAbsent) {
        if (p >= limit || b[p - 1] != ' ') {
            return -1;
        }
        int at = p;
        for (int f = HTTP_STATUS.ordinal(); f <= TURN_AROUND_TIME.ordinal(); f++) {
            int start = at;
            while (at < limit && b[at] != ' ' && b[at] != '"') {
                at++;
            }
            boolean fits =
                    switch (FIELDS[f]) {
                        case HTTP_STATUS -> at - start == 3 && isNumber(start, at)
                                || statusMayBeAbsent && isDash(start, at);
                        case ERROR_CODE -> at > start;
                        default -> isDash(start, at) || at > start && isNumber(start, at);
                    };
            if (!fits || at >= limit || b[at] != ' ') {
                return -1;
            }
            set(f, start, at);
            at++;
        }
        boolean quoted = at < limit && b[at] == '"';
        boolean absent = at + 1 < limit && b[at] == '-' && b[at + 1] == ' ';
        return quoted || absent && at + 2 < limit && (b[at + 2] == '"' || b[at + 2] == '-') ? at : -1;
    }

    /**
     * Reads what lies behind the last quote.
     *
     * @return whether that quote ends the user agent; else it ends the referer, and a dash is the agent
     */
    private boolean tail(int lastQuote) {
        tokens(lastQuote + 1 < limit && b[lastQuote + 1] != ' ' ? lastQuote + 1 : lastQuote + 2);
        return chooseTail(0) == 0;
    }

    private void tokens(int from) {
        tail = 0;
        int p = from;
        while (p < limit && tail < tailStarts.length) {
            int end = next(p, (byte) ' ');
            tailStarts[tail] = p;
            tailEnds[tail] = end;
            tail++;
            p = end + 1;
        }
    }

    /**
     * Takes the tail from the tokens: all of them, or all but the first where that alone has the shape of one.
     *
     * @param from the first token that may begin it
     */
    private int chooseTail(int from) {
        int begin = from;
        if (!isTail(begin)) {
            begin = 1;
            if (tail == 0 || !isDash(tailStarts[0], tailEnds[0]) || !isTail(begin)) {
                ambiguous = true;
                return from;
            }
        }
        int version = VERSION_ID.ordinal();
        for (int i = begin; i < tail && version + i - begin < FIELDS.length; i++) {
            set(version + i - begin, tailStarts[i], tailEnds[i]);
        }
        return begin;
    }

    private boolean isTail(int begin) {
        return tailHas(begin, SIGNATURE_VERSION, "Sig")
                && (tailHas(begin, AUTHENTICATION_TYPE, "AuthHeader")
                        || tailHas(begin, AUTHENTICATION_TYPE, "QueryString"))
                && tailHas(begin, TLS_VERSION, "TLS")
                && tailHas(begin, ACCESS_POINT_ARN, "arn:")
                && !tailBegins(begin, HOST_HEADER, "TLS");
    }

    /** True where a field of the tail begins with a word, is a dash, or is not there. */
    private boolean tailHas(int begin, AccessField field, String word) {
        int at = begin + field.ordinal() - VERSION_ID.ordinal();
        return at >= tail || isDash(tailStarts[at], tailEnds[at]) || tailBegins(begin, field, word);
    }

    private boolean tailBegins(int begin, AccessField field, String word) {
        int at = begin + field.ordinal() - VERSION_ID.ordinal();
        if (at >= tail || tailEnds[at] - tailStarts[at] < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (b[tailStarts[at] + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Last place of {@code " "} where a referer can end and a user agent begin; -1 where there is none. */
    private int lastSplit(int from, int lastQuote) {
        for (int p = lastQuote - 3; p > from; p--) {
            if (b[p] == '"' && b[p + 1] == ' ' && b[p + 2] == '"') {
                return p;
            }
        }
        return -1;
    }

    private void doubt(int first, int last) {
        ambiguous = true;
        Arrays.fill(ends, first, last + 1, 0);
    }

    private void set(int field, int start, int end) {
        starts[field] = start;
        ends[field] = end;
    }

    private int next(int from, byte wanted) {
        int p = from;
        while (p < limit && b[p] != wanted) {
            p++;
        }
        return p;
    }

    private boolean isDash(int from, int to) {
        return to - from == 1 && b[from] == '-';
    }

    private boolean isNumber(int from, int to) {
        for (int p = from; p < to; p++) {
            if (b[p] < '0' || b[p] > '9') {
                return false;
            }
        }
        return true;
    }

    /** True where the line has the field: not a dash, not empty, not in doubt. */
    public boolean has(AccessField field) {
        int f = field.ordinal();
        return ends[f] > starts[f] && !isDash(starts[f], ends[f]);
    }

    public int start(AccessField field) {
        return starts[field.ordinal()];
    }

    public int end(AccessField field) {
        return ends[field.ordinal()];
    }

    /**
     * Where the request URI ends at the earliest: what lies before is the URI's in every reading of the line. 0 where
     * there is no URI.
     */
    public int sureUriEnd() {
        return sureUriEnd;
    }

    /** The bytes that {@link #start} and {@link #end} point into. */
    public byte[] buffer() {
        return b;
    }

    /** True where the line can be read in more than one way. */
    public boolean ambiguous() {
        return ambiguous;
    }
}
