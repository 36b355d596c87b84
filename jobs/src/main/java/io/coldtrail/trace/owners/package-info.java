/** Who held which address when, as logs other than CloudTrail say. */
package io.coldtrail.trace.owners;
