package io.coldtrail.trace;

import java.util.List;

/** P1: of an IAM user only the key or session that fell is convicted; its others are for review: rotate them. */
final class OtherSessionsOfUser {
    private static final String CODE = "P1";
    /** More sessions of one user than this are named by their number. */
    private static final int LISTED = 20;

    private OtherSessionsOfUser() {}

    static void review(Estate estate, Spread spread) {
        for (Session session : estate.sessions()) {
            boolean user = session.principal() != null && session.principal().contains(":user/");
            if (!user || !spread.isUsed(session)) {
                continue;
            }
            List<Session> others = estate.sessionsOf(session.uid()).stream()
                    .filter(s -> !spread.isUsed(s) && !s.isService() && s.kind() != Session.Kind.FORWARDED)
                    .limit(LISTED)
                    .toList();
            for (Session other : others) {
                spread.review(new Review(
                        Node.of(other),
                        Node.of(session),
                        CODE,
                        other.first().time(),
                        "another session of " + session.principal() + ": review, rotate",
                        other.first()));
            }
        }
    }
}
