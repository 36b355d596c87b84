package io.coldtrail.trace.owners;

/** An address and who held it for a time. */
public record Holding(String ip, Ownership ownership) {}
