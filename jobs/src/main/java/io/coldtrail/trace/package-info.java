/**
 * From signals to the story. {@code ActivityReader} brings events to the driver as aggregates; {@code Estate} is what
 * they say before anyone is accused; {@code Inquiry} decides, by a class a rule ({@code Seed}s and {@code Rule}s, each
 * with its code); {@code StepSweep} says of every event whose it is; {@code Folding} makes a timeline of at most about
 * 150 rows.
 */
package io.coldtrail.trace;
