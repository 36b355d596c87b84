/** What findings of other services say, whichever form they are archived in. */
package io.coldtrail.logs.findings;
