package io.coldtrail.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What cannot be seen: only what the tables show to be missing, and which answers would need it. */
final class BlindSpots {
    /** Before this much of the archive a first call cannot be told from an old habit. */
    private static final Duration LEARNING = Duration.ofHours(6);
    /** An attack this near to an edge of the archive may go on beyond it. */
    private static final Duration NEAR = Duration.ofHours(24);

    private static final int PLACES_NAMED = 3;

    /** What is missing, and what that touches. */
    record Spot(String what, String touches) {}

    private BlindSpots() {}

    /** @param incident null where there is none */
    static List<Spot> of(CaseView view, Incident incident) {
        Archive archive = view.archive();
        List<Spot> spots = new ArrayList<>();
        spots.add(
                new Spot(
                        "All but CloudTrail.",
                        "Commands on machines, network traffic, DNS and S3 access logs are not read: what happened there, cannot tell."));
        if (archive.dataEvents() == 0 && archive.events() > 0) {
            spots.add(new Spot(
                    "Reads of S3 objects.", "No data event is in the archive: what was read or put, cannot tell."));
        }
        edges(spots, archive, incident);
        missingPlaces(spots, archive, incident);
        if (archive.events() > 0
                && archive.coverage().stream().noneMatch(c -> c.region().equals("us-east-1"))) {
            spots.add(new Spot(
                    "us-east-1.",
                    "IAM, STS and other global calls are logged there, and no event of it is in what was analysed."));
        }
        unread(spots, archive);
        if (archive.rejected() > 0) {
            spots.add(new Spot(
                    Words.count(archive.rejected(), "record", "records") + " that could not be read.",
                    "What they hold is not in this report; see What was read."));
        }
        window(spots, view);
        return spots;
    }

    private static void edges(List<Spot> spots, Archive archive, Incident incident) {
        Instant begin = archive.begin();
        Instant end = archive.end();
        if (incident == null || begin == null || incident.first() == null || incident.last() == null) {
            return;
        }
        Duration before = Duration.between(begin, incident.first());
        if (before.compareTo(NEAR) < 0) {
            String habit = before.compareTo(LEARNING) < 0 ? " What is usual could not be learned." : "";
            spots.add(new Spot(
                    "Before " + Clock.minute(begin) + ".",
                    "The first sign comes " + Words.duration(before)
                            + " into the archive; an earlier entry cannot be seen." + habit));
        }
        Duration after = Duration.between(incident.last(), end);
        if (after.compareTo(NEAR) < 0) {
            spots.add(new Spot(
                    "After " + Clock.minute(end) + ".",
                    "The last sign comes " + Words.duration(after) + " before the archive ends."));
        }
    }

    private static void missingPlaces(List<Spot> spots, Archive archive, Incident incident) {
        if (incident == null || archive.events() == 0) {
            return;
        }
        Set<String> accounts = new LinkedHashSet<>(incident.accounts());
        Set<String> regions = new LinkedHashSet<>(incident.regions());
        archive.coverage().forEach(c -> {
            accounts.remove(c.account());
            regions.remove(c.region());
        });
        named(spots, accounts, "Account", "accounts");
        named(spots, regions, "Region", "regions");
    }

    private static void named(List<Spot> spots, Set<String> names, String one, String many) {
        if (!names.isEmpty()) {
            List<String> all = names.stream().sorted().toList();
            String more = all.size() > PLACES_NAMED ? " and " + (all.size() - PLACES_NAMED) + " more" : "";
            spots.add(new Spot(
                    (all.size() == 1 ? one + " " : Words.count(all.size()) + " " + many + ": ")
                            + String.join(", ", all.subList(0, Math.min(PLACES_NAMED, all.size()))) + more + ".",
                    "The attacker's records name it, and no event of it is in the archive."));
        }
    }

    private static void unread(List<Spot> spots, Archive archive) {
        for (Archive.Kind kind : archive.kinds()) {
            if (!kind.whole()) {
                String when = kind.first() == null
                        ? ""
                        : " Delivered " + Clock.minute(kind.first())
                                + (kind.last().equals(kind.first()) ? "." : " to " + Clock.minute(kind.last()) + ".");
                spots.add(new Spot(
                        Words.count(kind.objects(), "object", "objects") + " " + state(kind.status()) + ".",
                        "Their events are missing here." + when));
            }
        }
    }

    /** A status of an object, as the end of a sentence. */
    static String state(String status) {
        return switch (status) {
            case "partial" -> "read in part";
            case "unreadable" -> "not readable";
            case "archived" -> "in cold storage";
            case "denied" -> "denied";
            case "kms_denied" -> "denied by their key";
            case "throttled" -> "throttled";
            case "gone" -> "gone when read";
            case "changed" -> "changed while read";
            default -> Words.plain(status);
        };
    }

    private static void window(List<Spot> spots, CaseView view) {
        List<String> limits = new ArrayList<>();
        if (view.settings().from() != null) {
            limits.add("before " + Clock.minute(view.settings().from()));
        }
        if (view.settings().to() != null) {
            limits.add("from " + Clock.minute(view.settings().to()) + " on");
        }
        if (!view.settings().accounts().isEmpty()) {
            limits.add(
                    "accounts other than " + String.join(", ", view.settings().accounts()));
        }
        if (!view.settings().regions().isEmpty()) {
            limits.add("regions other than " + String.join(", ", view.settings().regions()));
        }
        if (!limits.isEmpty()) {
            spots.add(new Spot("Outside the window asked for.", "Not analysed: " + String.join("; ", limits) + "."));
        }
    }
}
