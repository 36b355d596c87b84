/** Events to signals: rules and threat lists, matched in Spark. */
package io.coldtrail.detect;
