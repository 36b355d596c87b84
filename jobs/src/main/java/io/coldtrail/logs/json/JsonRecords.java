package io.coldtrail.logs.json;

import io.coldtrail.logs.json.MalformedJson.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the records in an object's content, whatever holds them: {@code {"Records":[...]}}, an array, one record, JSON
 * lines, EventBridge envelopes ({@code detail}), the output of {@code aws cloudtrail lookup-events} ({@code Events},
 * each with the record as a string in {@code CloudTrailEvent}), several of these in a row.
 *
 * <p>What cannot be read is told to a sink, and reading goes on behind it.
 */
public final class JsonRecords {
    /** CloudTrail caps an event at 256 KB, CloudTrail Lake at 1 MB; this is far above both. */
    public static final int MAX_RECORD = 16 << 20;

    private static final int FIRST_BYTES = 256;
    private static final int MAX_WRAPPERS = 4;
    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** Takes what could not be read. */
    public interface Rejects {
        /**
         * @param offset first byte in the content
         * @param length bytes passed over
         */
        void reject(Reason reason, String detail, int recordIndex, long offset, long length, byte[] firstBytes);
    }

    /** How a record lies in the archive. */
    public enum Form {
        BYTES,
        JSON_STRING
    }

    private final ByteWindow window = new ByteWindow();
    private final JsonScanner scanner = new JsonScanner();
    private final JsonScanner innerScanner = new JsonScanner();
    private final JsonFields fields;
    private final JsonFields inner;
    private final JsonFields wrapper;
    private final int[] recordSlots;
    private final Rejects rejects;

    private static final int RECORDS = 0;
    private static final int EVENTS = 1;
    private static final int DETAIL = 2;
    private static final int CLOUDTRAIL_EVENT = 3;

    private final byte[] closers = new byte[MAX_WRAPPERS * 2];
    private int open;
    private int position;
    private int index;
    private boolean sawJson;
    private boolean cutOff;

    // the record found last
    private JsonFields record;
    private Form form;
    private int start;
    private int end;
    private long offset;
    private int length;

    /**
     * @param tree fields wanted of a record
     * @param slots slots the tree uses
     * @param recordSlots slots of which a record has at least one
     */
    public JsonRecords(FieldTree tree, int slots, int[] recordSlots, Rejects rejects) {
        this.fields = new JsonFields(scanner, tree, slots);
        this.inner = new JsonFields(innerScanner, tree, slots);
        FieldTree wrappers = new FieldTree();
        wrappers.want("Records", RECORDS);
        wrappers.want("Events", EVENTS);
        wrappers.want("detail", DETAIL);
        wrappers.want("CloudTrailEvent", CLOUDTRAIL_EVENT);
        this.wrapper = new JsonFields(scanner, wrappers, 4);
        this.recordSlots = recordSlots.clone();
        this.rejects = rejects;
    }

    /** Starts over with another object's content. */
    public void over(ByteWindow.Source content) {
        window.over(content);
        position = 0;
        open = 0;
        index = -1;
        sawJson = false;
        cutOff = false;
        more(0);
        if (window.limit() >= BOM.length && Arrays.equals(window.copy(0, BOM.length), BOM)) {
            position = BOM.length;
        }
    }

    /** Brings more bytes in, keeping those from a position on, which becomes the position; false at the end. */
    private boolean more(int keepFrom) {
        if (!window.more(keepFrom)) {
            return false;
        }
        position = 0;
        scanner.over(window.buffer(), window.limit());
        return true;
    }

    /** Moves to the next record; false at the end of the content. */
    public boolean next() {
        while (true) {
            try {
                if (!toValue()) {
                    return false;
                }
                if (scanner.at(position) != '{') {
                    passScalar();
                } else if (object()) {
                    return true;
                }
            } catch (EndOfWindow e) {
                if (!refill()) {
                    return false;
                }
            }
        }
    }

    /** Brings more in, keeping what lies from the position on. At the end of the content the rest was cut off. */
    private boolean refill() {
        if (window.held(position) >= MAX_RECORD) {
            skipBroken(Reason.TOO_LARGE, "a record over " + (MAX_RECORD >> 20) + " MiB");
            return true;
        }
        if (more(position)) {
            return true;
        }
        if (window.held(position) > 0) {
            skipBroken(Reason.TRUNCATED, "the content ends inside a record");
            return position < window.limit();
        }
        cutOff |= open > 0;
        return false;
    }

    /** Position of the next value, past what may stand between values; false at the end of the content. */
    private boolean toValue() throws EndOfWindow {
        while (true) {
            int p;
            try {
                p = scanner.space(position);
            } catch (EndOfWindow e) {
                position = window.limit();
                if (more(position)) {
                    continue;
                }
                cutOff |= open > 0;
                return false;
            }
            position = p;
            byte c = scanner.at(p);
            if (open > 0 && c == closers[open - 1]) {
                open--;
                position++;
                if (c == ']' && open > 0 && closers[open - 1] == '}') {
                    restOfWrapper();
                }
            } else if (c == ',' && (open > 0 || sawJson)) {
                position++;
            } else if (c == '[' && open == 0) {
                closers[open++] = ']';
                sawJson = true;
                position++;
            } else {
                return true;
            }
        }
    }

    /** Past the members that follow a wrapper's array: {@code ,"NextToken":"..."}}. */
    private void restOfWrapper() {
        int p = position;
        try {
            while (true) {
                p = scanner.space(p);
                if (scanner.at(p) == '}') {
                    open--;
                    position = p + 1;
                    return;
                }
                p = scanner.string(scanner.expect('"', scanner.expect(',', p))) + 1;
                p = scanner.value(scanner.space(scanner.expect(':', p)), 1);
            }
        } catch (MalformedJson e) {
            open--;
            skipBroken(e.reason(), e.getMessage());
        } catch (EndOfWindow e) {
            if (window.held(position) < MAX_RECORD && more(position)) {
                restOfWrapper();
            } else {
                cutOff = true;
                open = 0;
                position = window.limit();
            }
        }
    }

    private void passScalar() throws EndOfWindow {
        if (!sawJson) {
            reject(Reason.NOT_JSON, "no JSON: neither an object nor an array begins it", position, window.limit());
            position = window.limit();
            while (more(position)) {
                position = window.limit();
            }
            return;
        }
        try {
            int p = scanner.value(position, 0);
            reject(Reason.NOT_A_RECORD, "a value that is no object", position, p);
            position = p;
        } catch (MalformedJson e) {
            skipBroken(e.reason(), e.getMessage());
        }
    }

    /** Reads the object that begins here; true where it is a record. */
    private boolean object() throws EndOfWindow {
        scanner.forgetBeyondAscii();
        if (enterWrapper()) {
            return false;
        }
        int begin = position;
        try {
            int after = fields.scan(begin);
            sawJson = true;
            if (scanner.beyondAscii() && !JsonText.isUtf8(window.buffer(), begin, after)) {
                reject(Reason.INVALID_UTF8, "bytes that are no UTF-8", begin, after);
                position = after;
                return false;
            }
            position = after;
            return isRecord(fields) ? found(fields, Form.BYTES, begin, after, begin, after) : unwrap(begin, after);
        } catch (MalformedJson e) {
            skipBroken(e.reason(), e.getMessage());
            return false;
        }
    }

    /**
     * Steps into {@code {"Records":[} or {@code {"Events":[}. The array may be as long as the object, so it is told by
     * its name standing first, as AWS writes it.
     */
    private boolean enterWrapper() throws EndOfWindow {
        if (open + 2 > closers.length) {
            return false;
        }
        try {
            int p = scanner.expect('"', position + 1);
            int nameEnd = scanner.string(p);
            int nameLength = nameEnd - p;
            if (nameLength != 7 && nameLength != 6) {
                return false;
            }
            String name = new String(window.buffer(), p, nameLength, StandardCharsets.ISO_8859_1);
            if (!name.equals("Records") && !name.equals("Events")) {
                return false;
            }
            p = scanner.space(scanner.expect(':', nameEnd + 1));
            if (scanner.at(p) != '[') {
                return false;
            }
            closers[open++] = '}';
            closers[open++] = ']';
            sawJson = true;
            position = p + 1;
            return true;
        } catch (MalformedJson e) {
            return false; // the scan of the whole object says it better
        }
    }

    /** An object that is no record itself: one that holds a record, or none. */
    private boolean unwrap(int begin, int after) throws MalformedJson, EndOfWindow {
        wrapper.scan(begin);
        if (wrapper.has(DETAIL) && wrapper.first(DETAIL) == '{') {
            fields.scan(wrapper.start(DETAIL));
            if (isRecord(fields)) {
                int from = wrapper.start(DETAIL);
                int to = wrapper.end(DETAIL);
                return found(fields, Form.BYTES, from, to, from, to);
            }
        }
        if (wrapper.has(CLOUDTRAIL_EVENT) && wrapper.first(CLOUDTRAIL_EVENT) == '"') {
            int from = wrapper.start(CLOUDTRAIL_EVENT);
            int to = wrapper.end(CLOUDTRAIL_EVENT);
            byte[] text = JsonText.unescape(window.buffer(), from + 1, to - 1);
            innerScanner.over(text, text.length);
            innerScanner.forgetBeyondAscii();
            try {
                int innerEnd = inner.scan(innerScanner.space(0));
                if (isRecord(inner)) {
                    return found(inner, Form.JSON_STRING, innerScanner.space(0), innerEnd, from, to);
                }
            } catch (EndOfWindow e) {
                throw new MalformedJson(Reason.MALFORMED, from, "the record in CloudTrailEvent is cut off");
            }
        }
        if (wrapper.has(RECORDS) && wrapper.first(RECORDS) == '['
                || wrapper.has(EVENTS) && wrapper.first(EVENTS) == '[') {
            // the array does not stand first: step into it, leaving the members before it
            int slot = wrapper.has(RECORDS) ? RECORDS : EVENTS;
            if (open + 2 <= closers.length) {
                closers[open++] = '}';
                closers[open++] = ']';
                position = wrapper.start(slot) + 1;
                return false;
            }
        }
        reject(Reason.NOT_A_RECORD, "an object without eventTime, eventName and eventSource", begin, after);
        return false;
    }

    private boolean isRecord(JsonFields candidate) {
        for (int slot : recordSlots) {
            if (candidate.has(slot)) {
                return true;
            }
        }
        return false;
    }

    private boolean found(JsonFields in, Form how, int from, int to, int archivedFrom, int archivedTo) {
        index++;
        record = in;
        form = how;
        start = from;
        end = to;
        offset = window.offset(archivedFrom);
        length = archivedTo - archivedFrom;
        return true;
    }

    private void reject(Reason reason, String detail, int from, int to) {
        index++;
        rejects.reject(reason, detail, index, window.offset(from), to - from, window.copy(from, FIRST_BYTES));
    }

    /** Passes over a record that is broken, and tells it. */
    private void skipBroken(Reason reason, String detail) {
        byte[] first = window.copy(position, FIRST_BYTES);
        long from = window.offset(position);
        Resync resync = new Resync(from, open == 0);
        int on;
        while ((on = resync.pass(window, position)) < 0) {
            int pending = resync.pending();
            if (!more(window.limit() - pending)) {
                on = window.limit();
                cutOff = true;
                break;
            }
            position = pending;
        }
        position = on;
        index++;
        rejects.reject(reason, detail, index, from, window.offset(on) - from, first);
    }

    /** Fields of the record. */
    public JsonFields fields() {
        return record;
    }

    public Form form() {
        return form;
    }

    /** The buffer that {@link #start} and {@link #end} point into: the record itself, unescaped where it was a string. */
    public byte[] buffer() {
        return record.buffer();
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    /** Place among the records and rejects of the content, from 0. */
    public int index() {
        return index;
    }

    /** First byte of the record as archived, in the content. */
    public long offset() {
        return offset;
    }

    /** Bytes of the record as archived. */
    public int length() {
        return length;
    }

    /** Why the content broke off; null where it did not. */
    public String failure() {
        return window.failure() != null ? window.failure() : cutOff ? "the content ends inside its JSON" : null;
    }

    /** True where some JSON was found. */
    public boolean sawJson() {
        return sawJson;
    }
}
