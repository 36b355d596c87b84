package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.imported.ImportedFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * S5: AWS quarantined a user, or a finding of another service names a key: B. Of the key's origins those fell that
 * were new then, at the address the finding names where it names one; an origin from an earlier day, a hub, a trusted
 * one and the machine's own are spared. Where none is new, the credential is EXPOSED and no more.
 */
final class ToldByAws implements Seed {
    static final String CODE = "S5";
    private static final String QUARANTINE = "AWSCompromisedKeyQuarantine";
    /** AWS acts within minutes of a leak, the thief as fast: so long before is still his. */
    private static final Duration BEFORE = Duration.ofHours(24);

    @Override
    public List<Fall> find(Estate estate) {
        List<Fall> seeds = new ArrayList<>();
        for (WatchedEvent event : estate.watched()) {
            if (event.succeeded()
                    && event.is("AttachUserPolicy")
                    && event.request().path("policyArn").asText().contains(QUARANTINE)) {
                String user = event.request().path("userName").asText();
                String reason = "AWS quarantined user " + Words.plain(user) + ": a key of it lies open";
                sessions(estate, event.account(), user)
                        .forEach(s ->
                                seeds.addAll(judge(estate, s, null, event.ref().time(), reason, event.ref())));
            }
        }
        for (ImportedFinding f : estate.surroundings().findings()) {
            Session session = estate.sessionOfKey(f.key());
            if (session != null && !session.isService()) {
                seeds.addAll(judge(
                        estate,
                        session,
                        f.remoteIp(),
                        f.time(),
                        "another service found " + Words.plain(f.type()),
                        new EventRef(f.time(), f.eventId(), f.object(), f.recordIndex())));
            }
        }
        return seeds;
    }

    private static Stream<Session> sessions(Estate estate, String account, String user) {
        return estate.sessions().stream()
                .filter(s -> s.kind() == Session.Kind.LONG_TERM_KEY
                        && s.principal() != null
                        && s.principal().contains(":" + account + ":user/")
                        && s.principal().endsWith("/" + user));
    }

    private static List<Fall> judge(
            Estate estate, Session session, String ip, Instant time, String reason, EventRef evidence) {
        List<Fall> seeds = new ArrayList<>();
        for (Origin origin : session.origins()) {
            if (origin.isDirect()
                    && (ip == null || ip.equals(origin.address().ip()))
                    && !origin.first().time().isBefore(time.minus(BEFORE))
                    && canBeHis(estate, session, origin)) {
                seeds.add(Fall.seed(
                        Node.of(origin),
                        Level.of(Grade.B),
                        origin.first().time(),
                        null,
                        CODE,
                        reason + "; calls from " + origin.where() + ", new then",
                        evidence));
            }
        }
        if (seeds.isEmpty()) {
            seeds.add(new Fall(
                    Node.of(session),
                    Fall.State.EXPOSED,
                    Level.of(Grade.B),
                    time,
                    null,
                    CODE,
                    null,
                    reason,
                    evidence,
                    0));
        }
        return seeds;
    }

    private static boolean canBeHis(Estate estate, Session session, Origin origin) {
        boolean home = session.kind().isCompute() && estate.machines().where(origin) == Machines.Where.OWN;
        boolean fresh = estate.principals()
                .days(session, origin.address())
                .headSet(Days.of(origin.first().time()))
                .isEmpty();
        // a principal that the archive shows nowhere else may always have been there
        boolean elsewhere = session.kind().isCompute()
                || estate.principals()
                        .first(session, null)
                        .isBefore(estate.principals().first(session, origin.address()));
        return !home
                && fresh
                && elsewhere
                && origin.address().hub() == null
                && !estate.isTrusted(origin, origin.first().time());
    }
}
