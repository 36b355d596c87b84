/** What the trace decided about an incident, as those read it who answer for it: from the tables alone. */
package io.coldtrail.trace.incident;
