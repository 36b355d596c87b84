package io.coldtrail.logs.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of a record that are wanted, by name, as a tree. Looked up by bytes, without making a String of a name.
 * Each wanted path has a slot: a place in {@link JsonFields}.
 */
public final class FieldTree {
    /** No field is wanted here itself; some inside it are. */
    static final int NO_SLOT = -1;

    private static final int CAPACITY = 8;

    private byte[][] names = new byte[CAPACITY][];
    private FieldTree[] children = new FieldTree[CAPACITY];
    private int[] slots = new int[CAPACITY];
    private int size;
    private boolean inner;

    /** Wants a path: names joined by dots. The slot of a path wanted before is the same. */
    public void want(String path, int slot) {
        int dot = path.indexOf('.');
        int at = place(path.substring(0, dot < 0 ? path.length() : dot));
        if (dot < 0) {
            slots[at] = slot;
        } else {
            children[at].inner = true;
            children[at].want(path.substring(dot + 1), slot);
        }
    }

    private int place(String name) {
        if (size * 2 >= names.length) {
            grow();
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int at = find(bytes, 0, bytes.length);
        if (at < 0) {
            at = -at - 1;
            names[at] = bytes;
            children[at] = new FieldTree();
            slots[at] = NO_SLOT;
            size++;
        }
        return at;
    }

    private void grow() {
        byte[][] oldNames = names;
        FieldTree[] oldChildren = children;
        int[] oldSlots = slots;
        names = new byte[oldNames.length * 2][];
        children = new FieldTree[names.length];
        slots = new int[names.length];
        for (int i = 0; i < oldNames.length; i++) {
            if (oldNames[i] != null) {
                int at = -find(oldNames[i], 0, oldNames[i].length) - 1;
                names[at] = oldNames[i];
                children[at] = oldChildren[i];
                slots[at] = oldSlots[i];
            }
        }
    }

    /** Place of a name, or the negative of a free place less one. */
    int find(byte[] bytes, int from, int to) {
        int length = to - from;
        int mask = names.length - 1;
        int hash =
                length == 0 ? 0 : length * 31 + bytes[from] * 7 + bytes[to - 1] * 131 + bytes[from + length / 2] * 17;
        int at = (hash ^ (hash >>> 7)) & mask;
        while (names[at] != null) {
            byte[] name = names[at];
            if (name.length == length && Arrays.equals(name, 0, length, bytes, from, to)) {
                return at;
            }
            at = (at + 1) & mask;
        }
        return -at - 1;
    }

    int slot(int place) {
        return slots[place];
    }

    /** The fields wanted inside a field, null where none is. */
    FieldTree inside(int place) {
        return children[place].inner ? children[place] : null;
    }
}
