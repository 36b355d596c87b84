package io.coldtrail.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Who called: all sessions of a user, or of the person behind role sessions; and since when, from where. Sessions do not
 * change any more.
 */
final class Principals {
    private final Map<String, List<Session>> byUid = new HashMap<>();
    private final Map<String, Map<String, List<Session>>> byArn = new HashMap<>();
    private final Map<String, List<Session>> byPerson = new HashMap<>();
    private final Map<Session, List<Session>> alone = new IdentityHashMap<>();
    private final Map<List<Session>, Map<Address, Stay>> stays = new IdentityHashMap<>();

    /** A principal at an address, or anywhere: first direct call, and days with one. */
    private static final class Stay {
        private static final Stay NONE = new Stay();

        private Instant first = Instant.MAX;
        private final NavigableSet<Long> days = new TreeSet<>();

        void add(Origin origin) {
            Instant time = origin.first().time();
            first = time.isBefore(first) ? time : first;
            days.addAll(origin.days());
        }
    }

    Principals(Collection<Session> sessions) {
        for (Session session : sessions) {
            String uid = session.uid() == null ? "" : session.uid();
            byUid.computeIfAbsent(uid, u -> new ArrayList<>()).add(session);
            if (session.arn() != null) {
                byArn.computeIfAbsent(session.arn(), a -> new HashMap<>())
                        .computeIfAbsent(uid, u -> new ArrayList<>())
                        .add(session);
            }
            if (session.person() != null) {
                byPerson.computeIfAbsent(session.person(), p -> new ArrayList<>())
                        .add(session);
            }
        }
    }

    /** Sessions of an identity; null and the empty name stand for those without. */
    List<Session> ofUid(String uid) {
        return byUid.getOrDefault(uid == null ? "" : uid, List.of());
    }

    /** Those of them that have this name. */
    List<Session> ofUid(String uid, String arn) {
        return byArn.getOrDefault(arn, Map.of()).getOrDefault(uid == null ? "" : uid, List.of());
    }

    /** Sessions of whoever had this one. */
    List<Session> sessions(Session session) {
        if (session.person() != null) {
            return byPerson.get(session.person());
        }
        return session.uid() != null ? ofUid(session.uid()) : alone.computeIfAbsent(session, List::of);
    }

    /** First direct call from an address (null: from anywhere), {@link Instant#MAX} for none. */
    Instant first(Session session, Address address) {
        return stay(session, address).first;
    }

    /** Days with a direct call from an address (null: from anywhere). */
    NavigableSet<Long> days(Session session, Address address) {
        return Collections.unmodifiableNavigableSet(stay(session, address).days);
    }

    private Stay stay(Session session, Address address) {
        return stays.computeIfAbsent(sessions(session), Principals::staysOf).getOrDefault(address, Stay.NONE);
    }

    private static Map<Address, Stay> staysOf(List<Session> sessions) {
        Map<Address, Stay> stays = new HashMap<>();
        stays.put(null, new Stay());
        for (Session session : sessions) {
            for (Origin origin : session.origins()) {
                if (origin.isDirect()) {
                    stays.get(null).add(origin);
                    stays.computeIfAbsent(origin.address(), a -> new Stay()).add(origin);
                }
            }
        }
        return stays;
    }
}
