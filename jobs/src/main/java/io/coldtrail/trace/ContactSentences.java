package io.coldtrail.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Tells in plain words a step that logs other than CloudTrail show: logins, flows, queries. */
final class ContactSentences {
    private final Estate estate;

    ContactSentences(Estate estate) {
        this.estate = estate;
    }

    String tell(Step step) {
        SortedSet<String> from = step.all(Moment::addresses);
        return "The attacker " + Words.doubt(step.grade())
                + (from.isEmpty() ? "" : "(from " + Words.and(new ArrayList<>(from)) + ") ")
                + deed(step) + ".";
    }

    /** The deed alone: "tried passwords over SSH against i-0ff (10.0.0.15) every 2 min: 412 tries, all refused". */
    String deed(Step step) {
        Moment head = step.head();
        Verb verb = head.verb();
        boolean blocked = step.denied() == step.n();
        String said = (blocked ? "tried to " + verb.tried() : verb.did())
                .replace("{machine}", machine(head))
                .replace(
                        "{port}",
                        head.contact().port() == null
                                ? "several ports"
                                : "port " + head.contact().port())
                .replace("{targets}", targets(step));
        String rhythm = step.gaps() == null ? "" : " " + Words.every(step.gaps().mean());
        String soWhat = verb.soWhat().isEmpty() || blocked ? "" : ": " + verb.soWhat();
        return said + how(step) + rhythm + counted(step) + soWhat;
    }

    private static String how(Step step) {
        SortedSet<String> methods = new TreeSet<>();
        step.moments().forEach(m -> methods.addAll(m.contact().methods()));
        if (methods.isEmpty()) {
            return "";
        }
        boolean password = methods.stream().allMatch(m -> m.startsWith("password") || m.startsWith("keyboard"));
        return password ? " with a password" : " by " + Words.plain(String.join(", ", methods));
    }

    private static String counted(Step step) {
        long tries = step.moments().stream().mapToLong(m -> m.contact().tries()).sum();
        return switch (step.head().api().source()) {
            case "host_auth" -> step.head().verb().kind() != Verb.Kind.LOGIN
                    ? ": " + Words.count(step.n(), "line")
                    : step.success() == 0
                            ? ": " + Words.count(tries, "try") + ", all refused"
                            : tries > 1 ? ", " + Words.number(tries) + " times" : "";
            case "flow" -> {
                String records = ": " + Words.count(step.n(), "flow record");
                yield step.denied() == step.n()
                        ? records + ", all blocked"
                        : step.denied() > 0 ? records + ", " + Words.number(step.denied()) + " blocked" : records;
            }
            default -> step.n() == 1 ? "" : ": " + Words.count(step.n(), "query");
        };
    }

    /** "i-0ff (10.0.0.15)": the instance where it is known, and the address. */
    private String machine(Moment m) {
        String other = m.contact().other();
        String id = m.contact().machine();
        if (id == null && other != null) {
            id = estate.addresses().values().stream()
                    .filter(a -> a.ip().equals(other))
                    .map(a -> estate.instanceAt(a, m.start()))
                    .filter(i -> i != null)
                    .findFirst()
                    .orElse(null);
        }
        String address = other == null || other.equals(id) ? null : Words.plain(other);
        return id == null ? String.valueOf(address) : Words.plain(id) + (address == null ? "" : " (" + address + ")");
    }

    private static String targets(Step step) {
        List<String> names = new ArrayList<>();
        step.all(Moment::sample).forEach(t -> names.add(Words.name(t)));
        long all = step.moments().stream().mapToLong(Moment::targets).max().orElse(0);
        return names.isEmpty() ? "nothing named" : Words.list(names, Math.max(all, names.size()));
    }
}
