package io.coldtrail.demo;

import java.time.Instant;

/**
 * A machine asks the resolver of its VPC for a name.
 *
 * @param type A, AAAA, ...
 * @param answer the address, null where there is no such record
 * @param known whether the name exists at all
 */
record Lookup(Instant time, Machine machine, String name, String type, String answer, boolean known, Call.By by) {}
