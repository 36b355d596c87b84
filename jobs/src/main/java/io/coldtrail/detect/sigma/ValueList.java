package io.coldtrail.detect.sigma;

/** A list that a rule names as a placeholder: {@code field|expand: '%name%'}. */
@FunctionalInterface
public interface ValueList {
    /** The entry that holds the value, in words for the signal's detail; null where none does. */
    String entry(String value);
}
