package io.coldtrail.detect.sigma;

/** A record as a row of columns, those of {@link RuleIndex#columns()} in that order. */
@FunctionalInterface
public interface FieldView {
    /** Text of a column: numbers in decimal, booleans as true and false; null where the column is null. */
    String column(int place);
}
