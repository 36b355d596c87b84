/** What other services concluded. */
package io.coldtrail.trace.imported;
