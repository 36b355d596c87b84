package io.coldtrail.lake;

/** How sure an inference is. A path is as good as its worst step; of several paths the best counts. */
public enum Grade {
    /** Identifiers in the records are equal: "did". */
    A,
    /** Behaviour, and nobody else behaves so: "probably did". */
    B,
    /** Suggestive only: "may have". Never spreads. */
    C;

    /** The worse of two: what two steps in a row are worth. */
    public Grade worse(Grade other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The better of two: what two paths to one node are worth. */
    public Grade better(Grade other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
