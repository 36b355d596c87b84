package io.coldtrail.evidence;

import io.coldtrail.lake.Actor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Title and description of a finding, in plain words. */
final class FindingWording {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Names in a sentence: more is read in the evidence. */
    private static final int NAMED = 3;

    /** Code points of one name in a sentence, so that a huge one cannot push the rest out. */
    private static final int NAME = 120;

    /** Hits in a description, and code points of what each says. */
    private static final int TOLD = 2;

    private static final int SENTENCES = 400;

    private FindingWording() {}

    /**
     * What it is and whom or what it struck, at most {@link AsffLimits#TITLE} code points. One rule alone says it closer
     * than the type, under which several deeds may fall.
     */
    static String title(Finding finding) {
        String byRule = finding.mainRule().title();
        boolean rule =
                byRule != null && (finding.rules().size() == 1 || finding.type().title() == null);
        String title = rule ? byRule : finding.type().title();
        if (title == null) {
            title = finding.type().name();
        }
        // a rule that counts attempts too is named for the deed: what failed must not read as done
        String failed = allDenied(finding.deeds()) && !title.contains("refused") ? " (every call denied)" : "";
        if (finding.hits().named().stream().anyMatch(Finding.Hit::succeeded)) {
            failed = finding.hits().named().stream().anyMatch(h -> "success".equals(h.verdict()))
                    ? ", with success"
                    : ", probably with success";
        }
        return AsffText.clean(title + failed + ": " + subject(finding), AsffLimits.TITLE);
    }

    private static boolean allDenied(Finding.Deeds deeds) {
        return deeds.denied() == deeds.n();
    }

    /** Who, what, how often, from where, when, and why it matters; at most {@link AsffLimits#DESCRIPTION}. */
    static String description(Finding finding) {
        Finding.Deeds deeds = finding.deeds();
        StringBuilder text = new StringBuilder();
        text.append(verdict(finding)).append(' ');
        if (finding.hits().count() > 0) {
            text.append(hits(finding.hits()));
        } else {
            text.append(deed(finding)).append('.');
            if (deeds.all() > deeds.n()) {
                text.append(' ').append(setAside(deeds));
            }
        }
        String why = finding.type().name().equals(FindingType.ATTACK_SEQUENCE)
                ? "Steps: " + tactics(finding.rules()) + "."
                : finding.mainRule().description();
        if (why != null) {
            text.append(' ').append(why);
        }
        return AsffText.clean(text.toString(), AsffLimits.DESCRIPTION);
    }

    /** What the gravest hits say; a sentence that is too long is cut, so that each has its say. */
    private static String hits(Finding.Hits hits) {
        String named = hits.named().stream()
                .map(hit -> AsffText.clean(hit.detail(), SENTENCES))
                .filter(Objects::nonNull)
                .distinct()
                .limit(TOLD)
                .collect(Collectors.joining(" "));
        long more = hits.count() - Math.min(hits.count(), TOLD);
        return more == 0 ? named : named + String.format(Locale.ROOT, " %,d more of the kind.", more);
    }

    private static String verdict(Finding finding) {
        Finding.Deeds deeds = finding.deeds();
        String incident = deeds.incidentId() == null ? "" : ", incident " + deeds.incidentId();
        String grade = deeds.grade() == null ? "" : " (grade " + deeds.grade() + incident + ")";
        if (deeds.actor() == null) {
            return "Part of no incident: ask whether it was meant.";
        }
        return switch (deeds.actor()) {
            case ATTACKER -> did(deeds, deeds.grade()) + grade + ".";
            case LIKELY_ATTACKER -> did(deeds, "B") + grade + ".";
            case AMBIGUOUS -> "Whose deed this is is undecided" + grade + ".";
            case RESPONDER -> "Taken for the responders' own deed" + grade + ": confirm it.";
            case VICTIM, SERVICE -> throw new IllegalArgumentException("no finding is made for " + deeds.actor());
        };
    }

    private static String did(Finding.Deeds deeds, String grade) {
        boolean tried = allDenied(deeds);
        return switch (grade == null ? "" : grade) {
            case "B" -> "The attacker probably " + (tried ? "tried" : "did") + " this";
            case "C" -> "The attacker may have " + (tried ? "tried" : "done") + " this";
            default -> "The attacker " + (tried ? "tried" : "did") + " this";
        };
    }

    /** "role web made 69 calls, 12 of them denied, from 203.0.113.66 in us-west-2, ...". */
    private static String deed(Finding finding) {
        Finding.Deeds deeds = finding.deeds();
        StringBuilder text = new StringBuilder();
        text.append(upperFirst(name(finding.principal())))
                .append(" made ")
                .append(deeds.n() == 1 ? "1 call" : String.format(Locale.ROOT, "%,d calls", deeds.n()));
        if (deeds.denied() > 0) {
            text.append(
                    deeds.denied() == deeds.n()
                            ? ", denied"
                            : String.format(Locale.ROOT, ", %,d of them denied", deeds.denied()));
        }
        if (!deeds.addresses().isEmpty()) {
            text.append(", from ").append(named(deeds.addresses(), deeds.addressCount(), " address"));
        }
        if (finding.region() != null) {
            text.append(", in ").append(AsffText.clean(finding.region(), NAME));
        }
        text.append(when(deeds.first(), deeds.last()));
        if (!deeds.calls().isEmpty()) {
            text.append(": ")
                    .append(deeds.calls().stream()
                            .limit(NAMED)
                            .map(c ->
                                    AsffText.clean(c.value().substring(c.value().indexOf(' ') + 1), NAME)
                                            + (c.n() > 1 ? String.format(Locale.ROOT, " (%,d)", c.n()) : ""))
                            .collect(Collectors.joining(", ")));
            if (deeds.calls().size() > NAMED) {
                text.append(" and others");
            }
        }
        return text.toString();
    }

    private static String named(List<Finding.Count> values, long count, String noun) {
        String names = values.stream()
                .limit(NAMED)
                .map(v -> AsffText.clean(v.value(), NAME))
                .collect(Collectors.joining(", "));
        long more = count - Math.min(values.size(), NAMED);
        return more <= 0
                ? names
                : names + String.format(Locale.ROOT, " and %,d more", more) + noun + (more == 1 ? "" : "es");
    }

    private static String when(Instant first, Instant last) {
        if (first == null) {
            return ", at a time not known";
        }
        String from = TIME.format(first);
        String to = TIME.format(last);
        return from.equals(to) ? ", at " + from + " UTC" : ", from " + from + " to " + to + " UTC";
    }

    private static String setAside(Finding.Deeds deeds) {
        long others = deeds.all() - deeds.n();
        String whose = deeds.actor() == null ? "responders'" : "others'";
        return String.format(Locale.ROOT, "%,d more such calls are %s and left out.", others, whose);
    }

    private static String tactics(List<FindingRule> rules) {
        return rules.stream()
                .map(FindingRule::tactic)
                .filter(Objects::nonNull)
                .distinct()
                .map(t -> t.replace('-', ' '))
                .collect(Collectors.joining(", "));
    }

    /** What the finding is about, in few words. */
    static String subject(Finding finding) {
        if (finding.target() == null
                || FindingType.ACCOUNT.equals(finding.type().resourceType())) {
            return name(finding.principal());
        }
        return AsffText.clean(finding.target(), NAME);
    }

    /** "role web", "user alice", "root", or what the log has. */
    private static String name(Finding.Principal principal) {
        if ("Root".equals(principal.type())) {
            return "root";
        }
        String arn = AsffText.clean(principal.arn(), AsffLimits.ARN);
        if (arn == null) {
            String id = AsffText.clean(principal.id(), NAME);
            return id == null ? "an unnamed caller" : id;
        }
        String resource = arn.substring(arn.lastIndexOf(':') + 1);
        int slash = resource.indexOf('/');
        if (slash <= 0) {
            return AsffText.clean(resource.isEmpty() ? arn : resource, NAME);
        }
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        return AsffText.clean(resource.substring(0, slash) + " " + name, NAME);
    }

    private static String upperFirst(String text) {
        return text.startsWith("role ") || text.startsWith("user ") || text.startsWith("an ") || text.equals("root")
                ? Character.toUpperCase(text.charAt(0)) + text.substring(1)
                : text;
    }

    /** The words that stand for an actor in a finding; {@code none} for nobody's. */
    static String actor(Actor actor) {
        return actor == null ? "none" : actor.word();
    }
}
