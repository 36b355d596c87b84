package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.hosts.Login;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * I4: a login over SSH from an instance that the attacker has a shell on to another one, the first between the two: B.
 * Flows alone only suggest it.
 */
final class LoginFromInstance implements Rule {
    @Override
    public String code() {
        return "I4";
    }

    @Override
    public void apply(Estate estate, Spread spread, Consumer<Fall> found) {
        for (Login login : estate.surroundings().logins()) {
            if (login.instance() == null) {
                continue;
            }
            Instant time = login.accepted().time();
            String from = estate.instanceAt(estate.clientOf(login.instance(), login.ip()), time);
            if (from == null || from.equals(login.instance())) {
                continue;
            }
            Node node = Node.ofInstance(from);
            if (spread.isUsed(node) && !time.isBefore(spread.from(node)) && !time.isAfter(spread.to(node))) {
                Fall by = spread.fall(node);
                Login.Entry e = login.accepted();
                found.accept(by.spread(
                        Node.ofInstance(login.instance()),
                        by.level().then(Grade.B),
                        time,
                        null,
                        code(),
                        "the first SSH login from " + from + ", as " + Words.name(String.valueOf(e.user())),
                        new EventRef(time, e.eventId(), e.object(), e.recordIndex())));
            }
        }
    }
}
