package io.coldtrail.trace;

import io.coldtrail.lake.Grade;

/**
 * How well a path from a seed holds: the worst grade on it, and whether it has used its one address edge of grade B.
 * Totally ordered, so that the best over all paths does not depend on the order in which they are found.
 */
enum Level {
    A(Grade.A),
    B(Grade.B),
    B_BY_ADDRESS(Grade.B);

    private final Grade grade;

    Level(Grade grade) {
        this.grade = grade;
    }

    Grade grade() {
        return grade;
    }

    /** A seed's. */
    static Level of(Grade grade) {
        return grade == Grade.A ? A : B;
    }

    /** After one more edge of this grade; lineage has no limit. */
    Level then(Grade edge) {
        return edge == Grade.A || this == B_BY_ADDRESS ? this : B;
    }

    /** After an edge from an address to those who call from it; null where the path has used its one of grade B. */
    Level thenAddress(Grade edge) {
        if (edge == Grade.A) {
            return this;
        }
        return this == B_BY_ADDRESS ? null : B_BY_ADDRESS;
    }
}
