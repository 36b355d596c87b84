package io.coldtrail.trace;

import io.coldtrail.trace.Session.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Folds identities into sessions: by (account, principal, arn, creation time) where the credentials are temporary, by
 * key where they are long-term, by origin where there is neither. Two runs that start in one second under one fixed
 * name have the same arn and creation time; they are told apart where the events that issued their keys are both seen.
 */
final class SessionFolder {
    private static final Pattern INSTANCE = Pattern.compile("i-[0-9a-f]{8,17}");
    private static final Pattern ECS_TASK = Pattern.compile("[0-9a-f]{32}");
    private static final String SSO_ROLE = "/AWSReservedSSO_";
    /** How long after a console sign-in its session may be stamped; a sign-in with MFA takes about a minute. */
    private static final Duration SIGN_IN = Duration.ofMinutes(2);

    /** What a role's session is by who took the role, or by the call that did. */
    private static final Map<String, Kind> ISSUED = Map.of(
            "lambda.amazonaws.com", Kind.LAMBDA,
            "ecs-tasks.amazonaws.com", Kind.ECS_TASK,
            "AssumeRoleWithSAML", Kind.SAML,
            "AssumeRoleWithWebIdentity", Kind.OIDC);

    private final Map<String, WatchedEvent> issuers;
    private final List<WatchedEvent> logins;
    private final Map<String, Address> addresses;
    /** By identity: many activities are one's. */
    private final Map<String, String> groups = new HashMap<>();

    SessionFolder(Map<String, WatchedEvent> issuers, List<WatchedEvent> logins, Map<String, Address> addresses) {
        this.issuers = issuers;
        this.logins = logins;
        this.addresses = addresses;
    }

    /** Sessions by id, with their keys and origins; no parents yet. */
    Map<String, Session> fold(Collection<Activity> activities) {
        Map<String, List<Activity>> grouped = new LinkedHashMap<>();
        Map<String, String> sessionOfKey = new HashMap<>();
        for (Activity a : activities) {
            if (a.key() != null) {
                sessionOfKey.putIfAbsent(a.key(), groupOf(a));
            }
        }
        for (Activity a : activities) {
            // a call that issues a session to a caller who has none is that session's first
            String issued = Ident.issuedKey(a.ident());
            String group = issued != null && sessionOfKey.containsKey(issued) ? sessionOfKey.get(issued) : groupOf(a);
            grouped.computeIfAbsent(group, g -> new ArrayList<>()).add(a);
        }
        Map<String, Session> sessions = new TreeMap<>();
        for (Map.Entry<String, List<Activity>> group : grouped.entrySet()) {
            Session session = session(group.getKey(), group.getValue());
            sessions.put(session.id(), session);
        }
        return sessions;
    }

    private String groupOf(Activity a) {
        return a.created() == null ? a.ident() : groups.computeIfAbsent(a.ident(), i -> groupOfTemporary(a));
    }

    private String groupOfTemporary(Activity a) {
        String tuple =
                Ids.of("session", a.account(), a.uid(), a.arn(), a.created().toString());
        WatchedEvent issuer = a.key() == null ? null : issuers.get(a.key());
        // what a service issues to one machine in one second is that machine's, however often it asked
        boolean apart = issuer != null && issuer.caller().service() == null;
        return apart ? Ids.of("session", tuple, issuer.ref().eventId()) : tuple;
    }

    private Session session(String group, List<Activity> activities) {
        activities.sort((x, y) -> x.first().compareTo(y.first()));
        Activity sample = activities.stream()
                .filter(a -> a.created() != null || a.key() != null)
                .findFirst()
                .orElse(activities.get(0));
        Kind kind = kind(sample, activities);
        Session session = new Session(
                sample.created() != null ? group : Ids.of("session", group), kind, sample, person(sample, kind));
        for (Activity a : activities) {
            Address address = a.ip() == null || a.service() != null
                    ? null
                    : addresses.computeIfAbsent(
                            Address.idOf(a.ip(), a.endpoint(), a.account()),
                            id -> new Address(id, a.ip(), Address.placeOf(a.ip(), a.endpoint())));
            origin(session, address, a).add(a);
            if (a.key() != null) {
                session.keys().merge(a.key(), key(a), SessionFolder::join);
            }
            session.idents().add(a.ident());
        }
        for (Origin origin : session.origins()) {
            if (origin.address() != null) {
                origin.address().origins().add(origin);
            }
        }
        return session;
    }

    private static Origin origin(Session session, Address address, Activity a) {
        String key = Origin.key(address == null ? null : address.id(), a.service(), a.userAgent(), a.presigned());
        Origin origin = session.origin(key);
        if (origin == null) {
            origin = new Origin(session, address, a.service(), a.userAgent(), a.presigned());
            session.add(origin);
        }
        return origin;
    }

    private Session.Key key(Activity a) {
        WatchedEvent issuer = issuers.get(a.key());
        return new Session.Key(a.key(), a.first().time(), a.last().time(), a.n(), issuer == null ? null : issuer.ref());
    }

    private static Session.Key join(Session.Key x, Session.Key y) {
        return new Session.Key(
                x.id(),
                x.first().isBefore(y.first()) ? x.first() : y.first(),
                x.last().isAfter(y.last()) ? x.last() : y.last(),
                x.n() + y.n(),
                x.issuedBy());
    }

    private Kind kind(Activity a, List<Activity> all) {
        Kind byName = kindByName(a);
        WatchedEvent issuer = a.key() == null ? null : issuers.get(a.key());
        if (byName == Kind.ASSUME_ROLE && issuer != null) {
            Kind issued = ISSUED.get(String.valueOf(issuer.caller().service()));
            if (issued == null) {
                issued = ISSUED.get(issuer.api().name());
            }
            return issued == null ? byName : issued;
        }
        if (byName != Kind.SESSION_TOKEN) {
            return byName;
        }
        if (all.stream().allMatch(x -> x.service() != null)) {
            return Kind.FORWARDED;
        }
        return isConsole(a.arn(), a.created(), all) ? Kind.CONSOLE : Kind.SESSION_TOKEN;
    }

    private boolean isConsole(String arn, Instant created, List<Activity> all) {
        return all.stream()
                        .anyMatch(x ->
                                x.userAgent().equals("console") || x.userAgent().equals("browser"))
                || logins.stream()
                        .anyMatch(l -> arn != null
                                && arn.equals(l.caller().arn())
                                && Duration.between(l.ref().time(), created)
                                                .abs()
                                                .compareTo(SIGN_IN)
                                        < 0);
    }

    private static Kind kindByName(Activity a) {
        String issuer = a.traits().issuerArn();
        if (Ident.isService(a.ident()) || (issuer != null && issuer.contains(":role/aws-service-role/"))) {
            return Kind.SERVICE;
        }
        if (a.created() == null) {
            return a.key() == null ? Kind.ORIGIN : Kind.LONG_TERM_KEY;
        }
        if ("FederatedUser".equals(a.userType())) {
            return Kind.FEDERATION_TOKEN;
        }
        String name = Session.nameOf(a.arn());
        if (name == null) {
            return Kind.SESSION_TOKEN;
        }
        if (a.arn().contains(":assumed-role/AWSServiceRoleFor")) {
            return Kind.SERVICE;
        }
        if (INSTANCE.matcher(name).matches()) {
            return Kind.INSTANCE;
        }
        String scope = a.traits().inScopeOf();
        if (scope != null && scope.contains(":lambda:")) {
            return Kind.LAMBDA;
        }
        if (ECS_TASK.matcher(name).matches() || (scope != null && scope.contains(":ecs:"))) {
            return Kind.ECS_TASK;
        }
        if ((issuer != null && issuer.contains(SSO_ROLE)) || a.arn().contains(SSO_ROLE)) {
            return Kind.SSO;
        }
        return a.traits().provider() != null ? Kind.OIDC : Kind.ASSUME_ROLE;
    }

    /** Source identity, Identity Center user, subject of a web identity, else a session name that names a person. */
    private String person(Activity a, Kind kind) {
        Activity.Traits traits = a.traits();
        if (traits.sourceIdentity() != null) {
            return traits.sourceIdentity();
        }
        if (traits.onBehalfOf() != null) {
            return traits.onBehalfOf();
        }
        WatchedEvent issuer = a.key() == null ? null : issuers.get(a.key());
        if (kind == Kind.OIDC && issuer != null && issuer.caller().uid() != null) {
            return issuer.caller().uid();
        }
        String name = Session.nameOf(a.arn());
        boolean names = name != null && (kind == Kind.SSO || kind == Kind.SAML || name.indexOf('@') > 0);
        return names ? name : null;
    }
}
