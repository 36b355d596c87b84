package io.coldtrail.trace;

import java.util.List;

/** One way in which an attacker is first noticed. */
interface Seed {
    List<Fall> find(Estate estate);
}
