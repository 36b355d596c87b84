/** Findings to Security Hub: what it was not sent yet, in its batches; table {@code published}. */
package io.coldtrail.evidence.securityhub;
