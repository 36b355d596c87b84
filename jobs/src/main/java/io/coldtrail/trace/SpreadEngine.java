package io.coldtrail.trace;

import io.coldtrail.lake.Grade;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries seeds along the rules to a fixpoint: edges of grade A until nothing changes, then one round of all edges,
 * and again. Each round reads one state and adds to it only at its end, so that rules may stand in any order.
 */
final class SpreadEngine {
    private final Estate estate;
    private final List<Rule> rules;
    private final Spread spread = new Spread();

    SpreadEngine(Estate estate) {
        this(
                estate,
                List.of(
                        new IssuedSession(),
                        new CreatedPrincipal(),
                        new NewCredential(),
                        new EditedTrust(),
                        new AttackerAddress(),
                        new CallerAtAttackerAddress(),
                        new ShellOnInstance(),
                        new ExposedOnInstance(),
                        new LoginFromInstance()));
    }

    SpreadEngine(Estate estate, List<Rule> rules) {
        this.estate = estate;
        this.rules = rules;
    }

    Spread spread() {
        return spread;
    }

    /** Adds seeds and spreads to the fixpoint. */
    Spread run(List<Fall> seeds) {
        seeds.forEach(spread::add);
        boolean changed;
        do {
            while (round(true)) {
                // grade A first: what is certain decides what the brake sees
            }
            changed = round(false);
        } while (changed);
        return spread;
    }

    private boolean round(boolean certainOnly) {
        List<Fall> found = new ArrayList<>();
        for (Rule rule : rules) {
            rule.apply(estate, spread, f -> {
                Fall parent = spread.fall(f.parent());
                boolean certain = f.level() == parent.level() && f.level().grade() == Grade.A;
                if (!certainOnly || certain) {
                    found.add(f);
                }
            });
        }
        boolean changed = false;
        for (Fall fall : new Brake(estate, spread).hold(found)) {
            changed |= spread.add(fall);
        }
        return changed;
    }
}
