package io.coldtrail.trace;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An incident in one line and in three sentences: how they came in, what they did, how it stands. */
final class Story {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int TOLD_DEEDS = 3;

    private final Incident incident;
    /** Calls; what other logs show besides is told by the seeds. */
    private final List<Step> attacks;

    private final List<Step> contacts;
    private final List<Responders.Containment> containments;
    private final Spread spread;
    private final Sentences sentences;

    /**
     * @param steps rows of the incident, in the order of time
     * @param containments acts that took credentials away, in the order of time
     */
    Story(
            Incident incident,
            List<Step> steps,
            List<Responders.Containment> containments,
            Spread spread,
            Sentences sentences) {
        this.incident = incident;
        List<Step> his =
                steps.stream().filter(s -> s.moments().get(0).attacks()).toList();
        this.attacks = his.stream().filter(s -> s.head().contact() == null).toList();
        this.contacts = his.stream().filter(s -> s.head().contact() != null).toList();
        this.containments = containments;
        this.spread = spread;
        this.sentences = sentences;
    }

    String title() {
        return entryTitle() + " " + standing();
    }

    String text() {
        return String.join("\n", entry(), deeds(), ending());
    }

    private Fall seed() {
        // the best seed; told before, the rest is in the spread
        return incident.seeds().stream()
                .filter(f -> f.node().kind() == Node.Kind.ORIGIN)
                .findFirst()
                .orElse(incident.seeds().get(0));
    }

    /** Null where the attacker is seen to hold no credential. */
    private Origin seedOrigin() {
        return incident.sessions().stream()
                .flatMap(s -> s.origins().stream())
                .filter(o -> Node.of(o).equals(seed().node()))
                .findFirst()
                .orElseGet(() -> incident.sessions().stream()
                        .flatMap(s -> s.origins().stream())
                        .filter(o -> spread.fall(o) != null)
                        .min(Comparator.comparing(Origin::first))
                        .orElse(null));
    }

    /** The password that was guessed, null where none is seen to be. */
    private Fall guess() {
        return incident.seeds().stream()
                .filter(f -> f.rule().equals(GuessedPassword.CODE))
                .findFirst()
                .orElse(null);
    }

    /** "the keys of role web", "the key of user ada". */
    private static String credential(Session session) {
        String principal = session.principal();
        String name = principal == null ? "" : Words.plain(principal.substring(principal.lastIndexOf('/') + 1));
        return switch (session.kind()) {
            case LONG_TERM_KEY -> "the key of user " + name;
            case CONSOLE, ORIGIN -> "a console sign-in of " + name;
            case FEDERATION_TOKEN, SESSION_TOKEN, FORWARDED -> "a token of " + name;
            default -> "the keys of role " + name;
        };
    }

    private boolean offMachine() {
        return seedOrigin().session().kind().isCompute();
    }

    private String entryTitle() {
        if (seedOrigin() == null) {
            return guess() != null ? "An SSH password was guessed." : "An attacker's address was at work.";
        }
        String credential = credential(seedOrigin().session());
        String subject = Character.toUpperCase(credential.charAt(0)) + credential.substring(1);
        boolean many = credential.startsWith("the keys");
        Fall guess = gaveAway();
        if (guess != null) {
            return "A guessed SSH password " + Words.doubt(guess.level().grade()) + "gave away " + credential + ".";
        }
        return offMachine()
                ? subject + " left their machine."
                : subject + (many ? " were" : " was") + " in an attacker's hands.";
    }

    /** The guess that let the attacker into the machine whose keys then left it; null where none is seen. */
    private Fall gaveAway() {
        Fall guess = guess();
        Fall machine = offMachine() && seedOrigin().session().machine() != null
                ? spread.fall(Node.ofInstance(seedOrigin().session().sessionName()))
                : null;
        return guess != null
                        && machine != null
                        && guess.node().equals(machine.parent())
                        && machine.from().isBefore(seedOrigin().first().time())
                ? guess
                : null;
    }

    private String standing() {
        Instant contained = heldSince();
        if (contained != null) {
            return "Every call since " + CLOCK.format(contained) + " is denied.";
        }
        return containments.isEmpty() ? "No containment is seen." : "The containment did not end it.";
    }

    private String entry() {
        String guessed = guess() == null ? "" : guessed(guess());
        if (seedOrigin() != null) {
            return guessed + used(seedOrigin());
        }
        return guessed.isEmpty()
                ? "At " + CLOCK.format(firstContact()) + " the first record of it: " + seed().reason() + "."
                : guessed.strip();
    }

    private static String guessed(Fall guess) {
        Instant time =
                guess.evidence() == null ? guess.from() : guess.evidence().time();
        return "At " + CLOCK.format(time) + " " + Words.doubt(guess.level().grade()) + guess.reason() + ". ";
    }

    private Instant firstContact() {
        return contacts.stream()
                .map(s -> s.first().time())
                .min(Comparator.naturalOrder())
                .orElse(seed().from());
    }

    private String used(Origin origin) {
        Session session = origin.session();
        String place = origin.address() == null ? "" : " at " + Words.plain(origin.where());
        String machine = session.machine() == null ? "" : ", session " + Words.plain(session.sessionName()) + ",";
        return "At " + CLOCK.format(origin.first().time()) + " an attacker" + place + " "
                + Words.doubt(seed().level().grade()) + "used " + credential(session) + machine
                + (offMachine() ? " off its machine." : ": " + seed().reason() + ".");
    }

    private String deeds() {
        if (attacks.isEmpty()) {
            return "No call with credentials is tied to it.";
        }
        List<Step> told = top(true);
        List<String> did = new ArrayList<>();
        for (Step step : told) {
            did.add(Words.doubt(step.head().grade()) + brief(sentences.deed(step)));
        }
        long denied = attacks.stream().mapToLong(Step::denied).sum();
        StringBuilder out = new StringBuilder("They ");
        out.append(did.isEmpty() ? "did nothing that succeeded" : Words.and(did));
        if (denied > 0) {
            out.append("; they were denied ").append(Words.count(denied, "call"));
            top(false).stream()
                    .max(Comparator.comparingInt((Step s) -> Rank.ifAllowed(s.head())))
                    .ifPresent(s -> out.append(", among them an attempt to ").append(tried(s)));
        }
        return out.append('.').toString();
    }

    /** The weightiest deeds that succeeded, or the weightiest that never did, one an API, in the order of time. */
    private List<Step> top(boolean success) {
        Set<Api> worked = new HashSet<>();
        attacks.stream()
                .filter(s -> s.success() > 0)
                .forEach(s -> worked.add(s.head().api()));
        Set<Api> told = new HashSet<>();
        return attacks.stream()
                .filter(s -> success
                        ? s.success() == s.n()
                        : s.denied() == s.n() && !worked.contains(s.head().api()))
                .filter(s -> s.kind() == Step.Kind.SHAPE || s.kind() == Step.Kind.ALIKE)
                .filter(s -> !s.head().reads())
                .sorted(Comparator.comparingInt((Step s) -> -(success ? Rank.of(s.head()) : Rank.ifAllowed(s.head())))
                        .thenComparing(s -> s.head().verb().tactic() == null ? 1 : 0)
                        .thenComparing(s -> -s.n())
                        .thenComparing(Step::first))
                .filter(s -> told.add(s.head().api()))
                .limit(TOLD_DEEDS)
                .sorted(Comparator.comparing(Step::first))
                .toList();
    }

    /** The deed without its "so what". */
    private static String brief(String deed) {
        int end = deed.indexOf(": ");
        return end < 0 ? deed : deed.substring(0, end);
    }

    private String tried(Step step) {
        return brief(sentences.deed(step)).replaceFirst("^tried to ", "");
    }

    /** When the containment was after which every call was refused, null for none. */
    Instant heldSince() {
        for (Responders.Containment c : containments) {
            Instant time = c.event().ref().time();
            long after = attacks.stream()
                    .flatMap(s -> s.moments().stream())
                    .filter(m -> m.start().isAfter(time))
                    .mapToLong(Moment::n)
                    .sum();
            boolean successAfter = attacks.stream()
                    .flatMap(s -> s.moments().stream())
                    .anyMatch(m -> m.success() > 0 && m.last().time().isAfter(time));
            if (!successAfter && after > 0) {
                return time;
            }
        }
        return null;
    }

    private String ending() {
        return standing(heldSince()) + contact(heldSince()) + questions();
    }

    /** A machine without rights may still be theirs. */
    private String contact(Instant held) {
        String machine = held == null || seedOrigin().session().machine() == null
                ? null
                : seedOrigin().session().sessionName();
        return contacts.stream()
                .filter(s ->
                        machine != null && machine.equals(s.head().contact().machine()) && s.success() > 0)
                .map(s -> s.last().time())
                .filter(time -> time.isAfter(held))
                .max(Comparator.naturalOrder())
                .map(time -> " But " + Words.plain(machine) + " is still in touch with them, the last time at "
                        + CLOCK.format(time) + ".")
                .orElse("");
    }

    /** What a person has to say. */
    private String questions() {
        StringBuilder out = new StringBuilder();
        spread.reviews().stream()
                .filter(r -> r.rule().equals(AttackingInstance.RULE)
                        && incident.nodes().contains(r.near()))
                .forEach(r -> out.append(' ').append(r.reason()).append('.'));
        return out.toString();
    }

    private String standing(Instant held) {
        if (attacks.isEmpty()) {
            return "The last record of it is of "
                    + CLOCK.format(contacts.stream()
                            .map(s -> s.last().time())
                            .max(Comparator.naturalOrder())
                            .orElse(Instant.EPOCH))
                    + ".";
        }
        Instant last = attacks.stream()
                .map(s -> s.last().time())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        if (held != null) {
            Responders.Containment by = containments.stream()
                    .filter(c -> c.event().ref().time().equals(held))
                    .findFirst()
                    .orElseThrow();
            long after = attacks.stream()
                    .flatMap(s -> s.moments().stream())
                    .filter(m -> m.start().isAfter(held))
                    .mapToLong(Moment::n)
                    .sum();
            return "Since " + by.event().api().name() + " on " + Words.name(by.target()) + " at " + CLOCK.format(held)
                    + " every call is denied, " + Words.number(after) + " of them, the last at " + CLOCK.format(last)
                    + ".";
        }
        Instant success = attacks.stream()
                .flatMap(s -> s.moments().stream())
                .filter(m -> m.success() > 0)
                .map(m -> m.last().time())
                .max(Comparator.naturalOrder())
                .orElse(null);
        String worked = success == null
                ? "No call of theirs succeeded; the last was at " + CLOCK.format(last)
                : "Their last call that succeeded was at " + CLOCK.format(success)
                        + (last.isAfter(success) ? ", their last at " + CLOCK.format(last) : "");
        return worked
                + (containments.isEmpty()
                        ? "; no containment of these credentials is in the archive."
                        : "; the containment at "
                                + CLOCK.format(containments.get(0).event().ref().time()) + " did not end it.");
    }
}
