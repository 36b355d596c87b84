/** How buckets were set, over time, and what that let anyone do. */
package io.coldtrail.detect.buckets;
