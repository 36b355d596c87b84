package io.coldtrail.trace.answers;

import java.util.List;

/** Answers one question, by one claim a subject. */
interface Answer {
    List<Claim> to(Known known);
}
