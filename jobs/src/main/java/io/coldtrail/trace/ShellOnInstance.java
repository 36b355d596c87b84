package io.coldtrail.trace;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * I1: an instance on which a USED session runs commands: through Systems Manager, a pushed SSH key, the serial
 * console, or by user data that a later start runs.
 */
final class ShellOnInstance implements Rule {
    @Override
    public String code() {
        return GuessedPassword.SHELL;
    }

    @Override
    public void apply(Estate estate, Spread spread, Consumer<Fall> found) {
        Map<String, Fall> planted = new HashMap<>();
        // a change of an instance, and its start, may contain it as well
        for (WatchedEvent event : estate.done(Pivots.Edge.SHELL, Pivots.Edge.CONTAIN_INSTANCE)) {
            Instant time = event.ref().time();
            Origin origin = estate.originOf(event);
            boolean used = origin != null && spread.isUsedAt(origin, time);
            if (used) {
                for (String instance : Pivots.targets(event, Pivots.Edge.SHELL)) {
                    if (isInstance(instance)) {
                        found.accept(shell(spread.fall(origin), instance, event));
                    }
                }
            }
            boolean userData =
                    event.is("ModifyInstanceAttribute") && event.request().has("userData");
            if (used && userData) {
                String instance = event.request().path("instanceId").asText();
                planted.putIfAbsent(instance, spread.fall(origin));
            }
            if (event.is("StartInstances")) {
                for (String instance : event.request().findValuesAsText("instanceId")) {
                    if (planted.containsKey(instance)) {
                        found.accept(shell(planted.get(instance), instance, event));
                    }
                }
            }
        }
    }

    /** Systems Manager runs commands on other machines too (mi-...). */
    private static boolean isInstance(String target) {
        return target.startsWith("i-");
    }

    private Fall shell(Fall by, String instance, WatchedEvent event) {
        return by.spread(
                Node.ofInstance(instance),
                by.level(),
                event.ref().time(),
                null,
                code(),
                event.api().name() + " gives the attacker a shell on it",
                event.ref());
    }
}
