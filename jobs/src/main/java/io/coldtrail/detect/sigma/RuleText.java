package io.coldtrail.detect.sigma;

import java.io.Serializable;

/**
 * A file of rules.
 *
 * @param file its name, as the user knows it
 * @param text its YAML, one rule a document
 */
public record RuleText(String file, String text) implements Serializable {}
