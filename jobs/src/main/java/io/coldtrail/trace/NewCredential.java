package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * K4: a key or password that a USED session made for a user is EXPOSED; USED when it is next used from a USED address,
 * or from one that the user was not seen at before.
 */
final class NewCredential implements Rule {
    @Override
    public String code() {
        return "K4";
    }

    @Override
    public void apply(Estate estate, Spread spread, Consumer<Fall> found) {
        for (WatchedEvent event : estate.done(Pivots.Edge.KEY, Pivots.Edge.LOGIN)) {
            boolean key = Pivots.has(event, Pivots.Edge.KEY);
            Origin origin = estate.originOf(event);
            if (!spread.isUsedAt(origin, event.ref().time())) {
                continue;
            }
            Fall by = spread.fall(origin);
            for (String target : Pivots.targets(event, key ? Pivots.Edge.KEY : Pivots.Edge.LOGIN)) {
                Node credential = new Node(
                        key ? Node.Kind.KEY : Node.Kind.PRINCIPAL,
                        key ? target : "login of " + event.account() + "/" + target);
                found.accept(by.expose(
                        credential,
                        event.ref().time(),
                        code(),
                        event.api().name() + " by " + event.caller().arn(),
                        event.ref()));
                if (spread.fall(credential) == null) {
                    continue;
                }
                for (Session session : estate.sessions()) {
                    if (key ? session.keys().containsKey(target) : isLogin(session, event, target)) {
                        use(
                                estate,
                                spread,
                                spread.fall(credential),
                                session,
                                event.ref().time(),
                                found);
                    }
                }
            }
        }
    }

    private static boolean isLogin(Session session, WatchedEvent event, String user) {
        boolean console = session.kind() == Session.Kind.CONSOLE || session.kind() == Session.Kind.ORIGIN;
        return console
                && event.account().equals(session.account())
                && session.arn() != null
                && session.arn().contains(":user/")
                && session.arn().endsWith("/" + user);
    }

    private void use(
            Estate estate, Spread spread, Fall credential, Session session, Instant made, Consumer<Fall> found) {
        for (Origin origin : session.origins()) {
            if (!origin.isDirect() || origin.last().isBefore(made)) {
                continue;
            }
            boolean fallen = spread.isUsed(Node.of(origin.address()));
            boolean fresh =
                    !estate.principals().first(session, origin.address()).isBefore(made);
            if (fallen || fresh) {
                Instant from =
                        origin.first().time().isAfter(made) ? origin.first().time() : made;
                found.accept(credential.spread(
                        Node.of(origin),
                        credential.level().then(Grade.A),
                        from,
                        null,
                        code(),
                        "the new credential is used from " + origin.where()
                                + (fallen ? ", the attacker's address" : ", new to this user"),
                        origin.first()));
            }
        }
    }
}
