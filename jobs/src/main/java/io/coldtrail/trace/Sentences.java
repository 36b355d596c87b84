package io.coldtrail.trace;

import io.coldtrail.lake.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Tells a step in plain words: who (as what, from where) did what to what, with what result, so what. */
final class Sentences {
    private static final int TOLD_CALLS = 3;

    private final Map<String, Session> sessions;
    private final ContactSentences contacts;

    Sentences(Map<String, Session> sessions, ContactSentences contacts) {
        this.sessions = sessions;
        this.contacts = contacts;
    }

    String tell(Step step) {
        if (step.head().contact() != null && step.kind() != Step.Kind.OVERFLOW) {
            return contacts.tell(step);
        }
        StringBuilder out = new StringBuilder(who(step));
        switch (step.kind()) {
            case LOOKED_AROUND -> out.append(lookedAround(step));
            case OVERFLOW -> out.append("did ")
                    .append(Words.count(step.n(), "more call"))
                    .append(" of this stage: ")
                    .append(calls(step))
                    .append(results(step));
            default -> out.append(deed(step));
        }
        return out.append('.').toString();
    }

    /** The deed alone, for a story: "made user `backup-svc`". */
    String deed(Step step) {
        return deed(step, step.head().verb());
    }

    private String who(Step step) {
        Actor actor = step.actor();
        if (actor == Actor.AMBIGUOUS) {
            return "The owner or the attacker, the log cannot say (" + as(step) + "), ";
        }
        if (actor == Actor.RESPONDER) {
            return "The responder (" + as(step) + ") ";
        }
        boolean introduced = step.pinned() != null
                && (step.pinned().startsWith("first")
                        || step.pinned().equals("seed")
                        || step.pinned().equals("login"));
        String from = step.all(Moment::addresses).isEmpty()
                ? ""
                : ", from " + Words.and(new ArrayList<>(step.all(Moment::addresses)));
        return "The attacker " + Words.doubt(step.grade()) + (introduced ? "(" + as(step) + from + ") " : "");
    }

    private String as(Step step) {
        SortedSet<String> names = new TreeSet<>();
        step.all(Moment::sessions).forEach(id -> {
            Session session = sessions.get(id);
            if (session != null) {
                names.add(describe(session));
            }
        });
        return names.isEmpty() ? "unnamed" : Words.list(names, names.size());
    }

    /** "role web, session i-0a1b", "key of user ada", "console session of user ada". */
    static String describe(Session session) {
        String principal = session.principal();
        String name =
                principal == null ? session.id() : Words.plain(principal.substring(principal.lastIndexOf('/') + 1));
        return switch (session.kind()) {
            case LONG_TERM_KEY -> principal != null && principal.endsWith(":root")
                    ? "the root user's key"
                    : "key of user " + name;
            case CONSOLE -> "console session of " + name;
            case ORIGIN -> "sign-in of " + name;
            case FEDERATION_TOKEN, SESSION_TOKEN, FORWARDED -> "token of " + name;
            default -> "role " + name
                    + (session.sessionName() == null ? "" : ", session " + Words.plain(session.sessionName()));
        };
    }

    private static String deed(Step step, Verb verb) {
        Moment head = step.head();
        long n = step.n();
        String rhythm =
                step.gaps() == null ? "" : ", " + Words.every(step.gaps().mean());
        String target = target(step);
        boolean several = step.moments().stream().mapToLong(Moment::targets).sum() > 1;
        if (step.success() == n) {
            // with several targets named the count is told by them
            String often = !several ? Words.times(n) : n == targets(step) ? "" : ", " + Words.count(n, "call");
            String bytes = step.bytes() > 0 && verb.kind() == Verb.Kind.DATA
                    ? ", " + Words.number(step.bytes()) + " bytes in all"
                    : "";
            String soWhat = verb.soWhat().isEmpty() || !head.attacks() ? "" : ": " + verb.soWhat();
            String first = step.pinned() != null && step.pinned().startsWith("first") ? ", the " + step.pinned() : "";
            return fill(verb.did(), verb.targetKind(), target) + in(step) + often + rhythm + bytes + first + soWhat;
        }
        String each = n > 1 ? " each time" : "";
        String result = step.denied() == n
                ? ": denied" + each
                : step.success() == 0 && step.denied() == 0 ? ": it failed" + each : results(step);
        String often = several && n == targets(step) ? "" : Words.times(n);
        return "tried to " + fill(verb.tried(), verb.targetKind(), target) + in(step) + often + rhythm + result;
    }

    private static long targets(Step step) {
        return step.moments().stream().mapToLong(Moment::targets).sum();
    }

    private static String target(Step step) {
        SortedSet<String> sample = new TreeSet<>();
        step.all(Moment::sample).forEach(t -> sample.add(Words.name(shortened(t))));
        long all = step.moments().size() == 1 ? targets(step) : Math.max(sample.size(), distinct(step));
        return sample.isEmpty() ? null : Words.list(sample, Math.max(all, sample.size()));
    }

    /** At least so many targets: changes name each their own, runs of one shape repeat theirs. */
    private static long distinct(Step step) {
        // where no moment has more targets than its sample holds, the samples are all there is
        boolean whole = step.moments().stream().allMatch(m -> m.targets() <= StepSweep.SAMPLE);
        if (whole) {
            return 0;
        }
        return step.kind() == Step.Kind.ALIKE
                ? targets(step)
                : step.moments().stream().mapToLong(Moment::targets).max().orElse(0);
    }

    /** Of an arn the part that names. */
    private static String shortened(String target) {
        return target.startsWith("arn:")
                ? target.substring(target.lastIndexOf(target.contains("/") ? '/' : ':') + 1)
                : target;
    }

    private static String fill(String template, String kind, String target) {
        if (target != null || !template.contains("{}")) {
            return template.replace("{}", String.valueOf(target));
        }
        // a refused call often carries no parameters
        if (kind == null) {
            return template.replace(" {}", "");
        }
        String a = ("aeio".indexOf(kind.charAt(0)) >= 0 ? "an " : "a ") + kind;
        return template.contains(kind + " {}") ? template.replace(kind + " {}", a) : template.replace("{}", a);
    }

    private static String in(Step step) {
        SortedSet<String> parents = new TreeSet<>();
        step.moments().forEach(m -> {
            if (m.parent() != null) {
                parents.add(Words.name(m.parent()));
            }
        });
        return parents.isEmpty() ? "" : " in bucket " + Words.list(parents, parents.size());
    }

    private static String lookedAround(Step step) {
        String rhythm = step.gaps() == null ? "" : " " + Words.every(step.gaps().mean());
        List<java.util.Map.Entry<Api, Long>> calls = step.calls();
        if (calls.size() <= TOLD_CALLS) {
            return "looked around" + rhythm + ": " + calls(step) + results(step);
        }
        long services = calls.stream().map(c -> c.getKey().service()).distinct().count();
        return "looked around" + rhythm + ": " + Words.count(step.n(), "call") + ", "
                + Words.count(services, "service") + ", "
                + Words.count(step.all(Moment::regions).size(), "region") + results(step);
    }

    private static String calls(Step step) {
        List<String> told = new ArrayList<>();
        step.calls().stream()
                .limit(TOLD_CALLS)
                .forEach(c -> told.add(
                        Words.plain(c.getKey().name()) + (c.getValue() == 1 ? "" : " " + Words.number(c.getValue()))));
        return Words.list(told, step.calls().size());
    }

    private static String results(Step step) {
        if (step.denied() == step.n()) {
            return step.n() == 1 ? ", denied" : ", all denied";
        }
        List<String> bad = new ArrayList<>();
        if (step.denied() > 0) {
            bad.add(Words.number(step.denied()) + " denied");
        }
        if (step.failed() > 0) {
            bad.add(Words.number(step.failed()) + " failed");
        }
        return bad.isEmpty() ? "" : "; " + String.join(", ", bad);
    }
}
