/** Lines of S3 server access logs, as places in a buffer. */
package io.coldtrail.logs.access;
