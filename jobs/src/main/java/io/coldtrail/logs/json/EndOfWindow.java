package io.coldtrail.logs.json;

/** The bytes at hand end inside a value. With more bytes the scan starts over; with no more to come it was cut off. */
public final class EndOfWindow extends Exception {
    static final EndOfWindow INSTANCE = new EndOfWindow();

    private EndOfWindow() {
        super("the bytes at hand end inside a value", null, false, false);
    }
}
