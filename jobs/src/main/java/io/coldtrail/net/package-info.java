/** Addresses and prefixes, for every floor above. */
package io.coldtrail.net;
