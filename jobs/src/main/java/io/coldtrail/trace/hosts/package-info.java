/** What the machines' own logs say of who came in. */
package io.coldtrail.trace.hosts;
