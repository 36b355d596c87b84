/** What the logs cover and what they cannot show: table {@code blind_spots}, and the shares that answers need. */
package io.coldtrail.trace.coverage;
