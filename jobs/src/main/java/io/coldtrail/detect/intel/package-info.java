/** What others know of addresses: threat lists. */
package io.coldtrail.detect.intel;
