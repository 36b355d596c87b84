package io.coldtrail.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which calls the sessions under suspicion made, when first, on how many days: what "new to it" is measured by. */
final class ApiUse {
    /** One call of one identity from one place on one day. */
    record Use(String ident, String ip, String userAgent, Api api, long day, Instant first) {}

    private final Map<String, List<Use>> byIdent = new HashMap<>();

    ApiUse(Collection<Use> uses) {
        uses.forEach(
                u -> byIdent.computeIfAbsent(u.ident(), i -> new ArrayList<>()).add(u));
    }

    /** First time any of these sessions made the call. */
    Instant first(Collection<Session> sessions, Api api) {
        return uses(sessions)
                .filter(u -> u.api().equals(api))
                .map(Use::first)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Days on which these sessions made the call. */
    int days(Collection<Session> sessions, Api api) {
        Set<Long> days = new HashSet<>();
        uses(sessions).filter(u -> u.api().equals(api)).forEach(u -> days.add(u.day()));
        return days.size();
    }

    /** True where one of these sessions made the call from such a place. */
    boolean any(Collection<Session> sessions, Predicate<Use> which) {
        return uses(sessions).anyMatch(which);
    }

    Stream<Use> uses(Collection<Session> sessions) {
        return sessions.stream()
                .flatMap(s -> s.idents().stream())
                .flatMap(i -> byIdent.getOrDefault(i, List.of()).stream());
    }
}
