package io.coldtrail.report;

import io.coldtrail.lake.Actor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The steps that carry the story: the first and the last success, then the weightiest. Responders may take a third of
 * the room, and one call repeated on many targets no more than its share: a list of like lines tells nothing.
 */
final class Moments {
    static final int MOST = 12;
    private static final int MOST_OF_RESPONDERS = 4;
    private static final int MOST_ALIKE = 2;

    private Moments() {}

    /** In order of time. */
    static List<Step> of(List<Step> steps) {
        List<Step> byRank = steps.stream()
                .filter(s -> !s.actor().equals(Actor.AMBIGUOUS.word()) && !s.background())
                .sorted(Step.BY_RANK)
                .toList();
        Set<Step> chosen = new LinkedHashSet<>();
        List<Step> attackers =
                steps.stream().filter(s -> s.attackers() && !s.background()).toList();
        attackers.stream().findFirst().ifPresent(chosen::add);
        attackers.stream()
                .filter(s -> s.succeeded() > 0 && s.last() != null)
                .reduce((a, b) -> b.last().isBefore(a.last()) ? a : b)
                .ifPresent(chosen::add);
        take(chosen, byRank, Step::responders, MOST_OF_RESPONDERS, MOST_ALIKE);
        take(chosen, byRank, Step::attackers, MOST - chosen.size(), MOST_ALIKE);
        take(chosen, byRank, Step::attackers, MOST - chosen.size(), MOST);
        return chosen.stream().sorted(Step.IN_ORDER).toList();
    }

    private static void take(Set<Step> chosen, List<Step> byRank, Predicate<Step> whose, int most, int alike) {
        Map<String, Integer> taken = new HashMap<>();
        List<Step> added = new ArrayList<>();
        for (Step step : byRank) {
            if (added.size() < most
                    && whose.test(step)
                    && !chosen.contains(step)
                    && taken.merge(step.action() + step.filter(), 1, Integer::sum) <= alike) {
                added.add(step);
            }
        }
        chosen.addAll(added);
    }
}
