package io.coldtrail.job;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What part of an archive is looked at. */
final class WindowOptions {
    @Option(
            names = "--from",
            paramLabel = "T",
            description = "Only events from this date or time on (2026-03-14, 2026-03-14T02:00Z). Objects are chosen by"
                    + " their keys, from 1 h before to 48 h after the window, for delivery can be late.")
    private String from;

    @Option(names = "--to", paramLabel = "T", description = "Only events before this date or time.")
    private String to;

    @Option(names = "--account", paramLabel = "ID", description = "Only this account. May be given again.")
    private List<String> accounts = new ArrayList<>();

    @Option(
            names = "--region",
            paramLabel = "R",
            description = "Only this region. May be given again. IAM and sign-in are recorded in us-east-1.")
    private List<String> regions = new ArrayList<>();

    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            description = "Zone of --from and --to where they name no offset: Europe/Vienna, +02:00. UTC if not given."
                    + " What is found is told in UTC.")
    private ZoneId zone = ZoneOffset.UTC;

    Instant from() {
        return from == null ? null : Moment.parse("--from", from, zone);
    }

    Instant to() {
        return to == null ? null : Moment.parse("--to", to, zone);
    }

    List<String> accounts() {
        for (String account : accounts) {
            if (!account.matches("\\d{12}")) {
                throw new UsageException("--account " + account + " is not an account: write its 12 digits");
            }
        }
        return accounts;
    }

    List<String> regions() {
        return regions;
    }

    boolean given() {
        return from != null || to != null || !accounts.isEmpty() || !regions.isEmpty();
    }

    void check() {
        if (from() != null && to() != null && !from().isBefore(to())) {
            throw new UsageException("--from " + from + " is not before --to " + to + ": the window would be empty");
        }
    }
}
