/** What was done against the attacker, whether it held, and what is still to do: table {@code containment}. */
package io.coldtrail.trace.containment;
