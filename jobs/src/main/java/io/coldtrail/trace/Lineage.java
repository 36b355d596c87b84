package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import io.coldtrail.trace.Session.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds the session that each session came from (K1): by the key that the parent's call issued (A), by session name
 * and second of issue, by sign-in, or by the call that a service forwarded (B).
 */
final class Lineage {
    /** Rule of every edge found here: what a call issued belongs to whoever called. */
    static final String RULE = "K1";

    private static final Duration SIGN_IN = Duration.ofMinutes(2);
    /** A sign-in token lives 15 minutes. */
    private static final Duration SIGN_IN_TOKEN = Duration.ofMinutes(15);
    /** "Jul 10, 2023, 12:09:47 PM", with or without the second comma; Java 20 would print another space. */
    private static final DateTimeFormatter EXPIRES = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("MMM d, yyyy[','] h:mm:ss a")
            .toFormatter(Locale.US);

    /** A forwarded session, and the direct call just before that a service acted for. */
    record Forwarded(String ident, EventRef call, String callerIdent, Place place) {}

    /** Where a call came from, as {@link Origin#key} wants it. */
    record Place(String ip, String endpoint, String account, String userAgent, boolean presigned) {
        String originKey() {
            return Origin.key(ip == null ? null : Address.idOf(ip, endpoint, account), null, userAgent, presigned);
        }
    }

    private final Map<String, Session> byIdent = new HashMap<>();

    Lineage(Collection<Session> sessions) {
        for (Session session : sessions) {
            session.idents().forEach(i -> byIdent.put(i, session));
        }
    }

    Session sessionOf(String ident) {
        return byIdent.get(ident);
    }

    /** The place a watched call came from, null where its identity is unknown. */
    Origin originOf(WatchedEvent event) {
        Session session = byIdent.get(event.caller().ident());
        if (session == null) {
            return null;
        }
        WatchedEvent.Caller c = event.caller();
        String addressId =
                c.ip() == null || c.service() != null ? null : Address.idOf(c.ip(), c.endpoint(), session.account());
        return session.origin(Origin.key(addressId, c.service(), c.userAgent(), c.presigned()));
    }

    void link(
            Collection<Session> sessions,
            Map<String, WatchedEvent> issuers,
            List<WatchedEvent> issuing,
            List<WatchedEvent> logins,
            List<Forwarded> forwarded) {
        Map<String, WatchedEvent> byName = new HashMap<>();
        for (WatchedEvent e : issuing) {
            if (e.issuedArn() != null) {
                byName.putIfAbsent(e.issuedArn() + " " + e.ref().time().getEpochSecond(), e);
            }
        }
        Map<String, List<WatchedEvent>> loginsOf = logins.stream()
                .filter(l -> l.caller().arn() != null)
                .collect(Collectors.groupingBy(l -> l.caller().arn()));
        for (Session session : sessions) {
            WatchedEvent last = null;
            for (Session.Key key : session.keys().values()) {
                WatchedEvent issuer = issuers.get(key.id());
                if (issuer != null) {
                    adopt(session, issuer, Grade.A);
                    last = issuer;
                }
            }
            if (last != null) {
                session.issuedBy(last.ref(), expires(last.issuedExpires()));
            }
            if (session.issuedBy() == null && session.created() != null && session.arn() != null) {
                WatchedEvent issuer =
                        byName.get(session.arn() + " " + session.created().getEpochSecond());
                if (issuer != null) {
                    adopt(session, issuer, Grade.B);
                }
            }
            signIn(session, loginsOf.getOrDefault(session.arn(), List.of()));
        }
        for (Forwarded f : forwarded) {
            Session session = byIdent.get(f.ident());
            Session parent = byIdent.get(f.callerIdent());
            if (session != null && parent != null && session != parent && session.parent() == null) {
                session.bornOf(
                        new Session.Parent(parent, parent.origin(f.place().originKey()), RULE, Grade.B, f.call()));
            }
        }
    }

    private void adopt(Session session, WatchedEvent issuer, Grade grade) {
        Session parent = byIdent.get(issuer.caller().ident());
        if (parent == session || parent == null) {
            if ("AWSAccount".equals(issuer.caller().userType())) {
                session.bornOutside("external:" + issuer.caller().uid());
            }
        } else if (!parent.isService() && session.parent() == null) {
            session.bornOf(new Session.Parent(parent, originOf(issuer), RULE, grade, issuer.ref()));
        }
    }

    /** A console session comes from the sign-in, and a federated sign-in from the call that asked for its token. */
    private void signIn(Session session, List<WatchedEvent> logins) {
        if (session.parent() != null) {
            return;
        }
        for (WatchedEvent login : logins) {
            Session parent = byIdent.get(login.caller().ident());
            if (parent == null || parent == session) {
                continue;
            }
            boolean signIn = login.is("ConsoleLogin")
                    && session.kind() == Kind.CONSOLE
                    && within(login.ref().time(), session.created(), SIGN_IN);
            boolean token = login.is("GetSigninToken")
                    && session.kind() == Kind.ORIGIN
                    && within(login.ref().time(), session.first().time(), SIGN_IN_TOKEN);
            if (signIn || token) {
                session.bornOf(new Session.Parent(parent, originOf(login), RULE, Grade.B, login.ref()));
                return;
            }
        }
    }

    private static boolean within(Instant before, Instant after, Duration most) {
        return !after.isBefore(before.minusSeconds(2))
                && Duration.between(before, after).compareTo(most) <= 0;
    }

    static Instant expires(String text) {
        if (text == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(text.replace('\u202f', ' '), EXPIRES).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException again) {
                return null;
            }
        }
    }
}
