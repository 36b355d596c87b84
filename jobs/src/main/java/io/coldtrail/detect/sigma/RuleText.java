package io.coldtrail.detect.sigma;

import java.io.Serializable;

/**
 * A file of rules, or of a hunt.
 *
 * @param file its name, as the user knows it
 * @param text its YAML, one rule a document; or the SQL of one hunt
 */
public record RuleText(String file, String text) implements Serializable {}
