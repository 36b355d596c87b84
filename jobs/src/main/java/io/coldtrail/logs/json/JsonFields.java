package io.coldtrail.logs.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The wanted fields of one JSON object: where each lies in the buffer. Reused from object to object. */
public final class JsonFields {
    private final JsonScanner scanner;
    private final FieldTree tree;
    private final int[] starts;
    private final int[] ends;
    private final boolean[] escapes;
    private byte[] buffer;

    /**
     * @param tree the fields wanted
     * @param slots how many slots the tree uses
     */
    public JsonFields(JsonScanner scanner, FieldTree tree, int slots) {
        this.scanner = scanner;
        this.tree = tree;
        this.starts = new int[slots];
        this.ends = new int[slots];
        this.escapes = new boolean[slots];
    }

    /** Scans an object, taking down its wanted fields; of a name that comes twice the last counts, as in Jackson. */
    public int scan(int position) throws MalformedJson, EndOfWindow {
        Arrays.fill(ends, 0);
        buffer = scanner.buffer();
        return object(position, tree, 0);
    }

    private int object(int position, FieldTree fields, int depth) throws MalformedJson, EndOfWindow {
        scanner.checkDepth(position, depth);
        int p = scanner.space(position + 1);
        if (buffer[p] == '}') {
            return p + 1;
        }
        while (true) {
            int name = scanner.expect('"', p);
            int nameEnd = scanner.string(name);
            int place = scanner.escaped() ? findUnescaped(fields, name, nameEnd) : fields.find(buffer, name, nameEnd);
            p = scanner.space(scanner.expect(':', nameEnd + 1));
            p = scanner.space(place < 0 ? scanner.value(p, depth + 1) : field(p, fields, place, depth + 1));
            if (buffer[p] == '}') {
                return p + 1;
            }
            p = scanner.expect(',', p);
        }
    }

    private int findUnescaped(FieldTree fields, int from, int to) {
        byte[] name = JsonText.unescape(buffer, from, to);
        return fields.find(name, 0, name.length);
    }

    private int field(int start, FieldTree fields, int place, int depth) throws MalformedJson, EndOfWindow {
        FieldTree inside = fields.inside(place);
        byte first = scanner.at(start);
        int end = first == '{' && inside != null ? object(start, inside, depth) : scanner.value(start, depth);
        int slot = fields.slot(place);
        if (slot >= 0) {
            starts[slot] = start;
            ends[slot] = end;
            escapes[slot] = first == '"' && scanner.escaped();
        }
        return end;
    }

    /** True where the object has the field, be it null. */
    public boolean has(int slot) {
        return ends[slot] != 0;
    }

    /** First byte of a field's value: a quote, a brace, a digit, a letter of true, false or null. */
    public byte first(int slot) {
        return buffer[starts[slot]];
    }

    public int start(int slot) {
        return starts[slot];
    }

    public int end(int slot) {
        return ends[slot];
    }

    /** True where the value is a string with escapes. */
    public boolean escaped(int slot) {
        return escapes[slot];
    }

    /** The bytes that {@link #start} and {@link #end} point into. */
    public byte[] buffer() {
        return buffer;
    }

    /** A field as text: a string without its quotes, anything else as it stands; null where absent or null. */
    public String text(int slot) {
        if (!has(slot) || first(slot) == 'n') {
            return null;
        }
        if (first(slot) != '"') {
            return new String(buffer, starts[slot], ends[slot] - starts[slot], StandardCharsets.UTF_8);
        }
        if (!escapes[slot]) {
            return new String(buffer, starts[slot] + 1, ends[slot] - starts[slot] - 2, StandardCharsets.UTF_8);
        }
        return new String(JsonText.unescape(buffer, starts[slot] + 1, ends[slot] - 1), StandardCharsets.UTF_8);
    }
}
