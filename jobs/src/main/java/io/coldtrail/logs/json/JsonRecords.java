package io.coldtrail.logs.json;

import io.coldtrail.logs.records.ByteWindow;
import io.coldtrail.logs.records.Reason;
import io.coldtrail.logs.records.Records;
import io.coldtrail.logs.records.Rejects;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the JSON objects that are records in an object's content, whatever holds them: an array, one record alone, JSON
 * lines, several of these in a row, and the wrappers that a {@link JsonShape} names.
 */
public final class JsonRecords implements Records {
    private static final int MAX_WRAPPERS = 4;
    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final ByteWindow window = new ByteWindow();
    private final JsonScanner scanner = new JsonScanner();
    private final JsonScanner innerScanner = new JsonScanner();
    private final JsonFields fields;
    private final JsonFields inner;
    private final JsonFields wrapper;
    private final FieldTree wrappers = new FieldTree();
    private final JsonShape shape;
    private final int objects;
    private final int strings;
    private final int envelopes;
    private final String[] envelope;
    private final int[] recordSlots;
    private final Rejects rejects;

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
     * @param recordSlots slots of the fields of which a record has at least one
     */
    public JsonRecords(FieldTree tree, int slots, int[] recordSlots, JsonShape shape, Rejects rejects) {
        this.fields = new JsonFields(scanner, tree, slots);
        this.inner = new JsonFields(innerScanner, tree, slots);
        this.shape = shape;
        this.objects = want(shape.arrays(), 0);
        this.strings = want(shape.objects(), objects);
        this.envelopes = want(shape.strings(), strings);
        this.wrapper = new JsonFields(scanner, wrappers, want(shape.envelope(), envelopes));
        this.envelope = new String[shape.envelope().size()];
        this.recordSlots = recordSlots.clone();
        this.rejects = rejects;
    }

    private int want(List<String> paths, int slot) {
        for (int i = 0; i < paths.size(); i++) {
            wrappers.want(paths.get(i), slot + i);
        }
        return slot + paths.size();
    }

    @Override
    public void over(ByteWindow.Source content) {
        window.over(content);
        position = 0;
        open = 0;
        index = -1;
        sawJson = false;
        cutOff = false;
        Arrays.fill(envelope, null);
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

    @Override
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
                    p++;
                    position = p;
                    if (open == 0 || closers[open - 1] != '}') {
                        return;
                    }
                    continue;
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
     * Steps into {@code {"Records":[}, past members of the envelope. The array may be as long as the content, so it is
     * told by what stands before it.
     */
    private boolean enterWrapper() throws EndOfWindow {
        if (open + 2 > closers.length) {
            return false;
        }
        if (open == 0) {
            Arrays.fill(envelope, null);
        }
        try {
            int p = position + 1;
            while (true) {
                int name = scanner.expect('"', p);
                int nameEnd = scanner.string(name);
                int place = wrappers.find(window.buffer(), name, nameEnd);
                int slot = place < 0 ? FieldTree.NO_SLOT : wrappers.slot(place);
                if (slot < 0 || (slot >= objects && slot < envelopes)) {
                    return false;
                }
                p = scanner.space(scanner.expect(':', nameEnd + 1));
                if (slot < objects) {
                    if (scanner.at(p) != '[') {
                        return false;
                    }
                    enter(p, 1);
                    sawJson = true;
                    return true;
                }
                int after = scanner.value(p, 1);
                envelope[slot - envelopes] = scanner.at(p) == '"'
                        ? new String(JsonText.unescape(window.buffer(), p + 1, after - 1), StandardCharsets.UTF_8)
                        : new String(window.buffer(), p, after - p, StandardCharsets.UTF_8);
                p = scanner.expect(',', after);
            }
        } catch (MalformedJson e) {
            return false; // the scan of the whole object says it better
        }
    }

    /** Steps into an array that lies so many objects deep. */
    private void enter(int array, int depth) {
        for (int i = 0; i < depth; i++) {
            closers[open++] = '}';
        }
        closers[open++] = ']';
        position = array + 1;
    }

    /** An object that is no record itself: one that holds records, or none. */
    private boolean unwrap(int begin, int after) throws MalformedJson, EndOfWindow {
        wrapper.scan(begin);
        for (int i = 0; i < envelope.length; i++) {
            envelope[i] = wrapper.text(envelopes + i);
        }
        for (int slot = objects; slot < strings; slot++) {
            if (wrapper.has(slot) && wrapper.first(slot) == '{') {
                int from = wrapper.start(slot);
                int to = wrapper.end(slot);
                fields.scan(from);
                if (isRecord(fields)) {
                    return found(fields, Form.BYTES, from, to, from, to);
                }
            }
        }
        for (int slot = strings; slot < envelopes; slot++) {
            if (wrapper.has(slot) && wrapper.first(slot) == '"' && inString(wrapper.start(slot), wrapper.end(slot))) {
                return true;
            }
        }
        for (int slot = 0; slot < objects; slot++) {
            int depth = 1
                    + (int) shape.arrays()
                            .get(slot)
                            .chars()
                            .filter(c -> c == '.')
                            .count();
            if (wrapper.has(slot) && wrapper.first(slot) == '[' && open + depth < closers.length) {
                enter(wrapper.start(slot), depth);
                return false;
            }
        }
        reject(Reason.NOT_A_RECORD, "an object without any of " + String.join(", ", shape.record()), begin, after);
        return false;
    }

    private boolean inString(int from, int to) throws MalformedJson {
        byte[] text = JsonText.unescape(window.buffer(), from + 1, to - 1);
        innerScanner.over(text, text.length);
        innerScanner.forgetBeyondAscii();
        try {
            int start = innerScanner.space(0);
            int innerEnd = inner.scan(start);
            return isRecord(inner) && found(inner, Form.JSON_STRING, start, innerEnd, from, to);
        } catch (EndOfWindow e) {
            throw new MalformedJson(Reason.MALFORMED, from, "the record in a string is cut off");
        }
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
        Resync resync = new Resync(from, open == 0, shape.begins());
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

    /** A field of the envelope, by its place in {@link JsonShape#envelope}; null where there is none. */
    public String envelope(int field) {
        return envelope[field];
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public byte[] buffer() {
        return record.buffer();
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public String failure() {
        return window.failure() != null ? window.failure() : cutOff ? "the content ends inside its JSON" : null;
    }
}
