/** What the attacker took, reached or left open: table {@code exposures}. */
package io.coldtrail.trace.exposure;
