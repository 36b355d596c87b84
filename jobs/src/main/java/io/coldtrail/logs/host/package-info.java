/** What sshd, PAM and syslog write, as plain values. */
package io.coldtrail.logs.host;
