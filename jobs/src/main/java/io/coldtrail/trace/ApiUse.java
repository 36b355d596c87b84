package io.coldtrail.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    Stream<Use> uses(Collection<Session> sessions) {
        return sessions.stream()
                .flatMap(s -> s.idents().stream())
                .flatMap(i -> byIdent.getOrDefault(i, List.of()).stream());
    }

    /** What these sessions did, by call. */
    Calls calls(Collection<Session> sessions) {
        return new Calls(uses(sessions).collect(Collectors.groupingBy(Use::api)));
    }

    record Calls(Map<Api, List<Use>> byApi) {
        /** First time any of the sessions made the call, {@link Instant#MAX} for never. */
        Instant first(Api api) {
            return of(api).map(Use::first).min(Instant::compareTo).orElse(Instant.MAX);
        }

        /** Days on which they made the call. */
        long days(Api api) {
            return of(api).map(Use::day).distinct().count();
        }

        /** True where one of them made the call from such a place. */
        boolean any(Api api, Predicate<Use> from) {
            return of(api).anyMatch(from);
        }

        private Stream<Use> of(Api api) {
            return byApi.getOrDefault(api, List.of()).stream();
        }
    }
}
