package io.coldtrail.job;

import io.coldtrail.evidence.securityhub.Change;
import io.coldtrail.evidence.securityhub.Publication;
import io.coldtrail.evidence.securityhub.Publication.Failure;
import io.coldtrail.evidence.securityhub.SecurityHub;
import io.coldtrail.evidence.securityhub.SecurityHubException;
import io.coldtrail.evidence.securityhub.SecurityHubException.Kind;
import io.coldtrail.evidence.securityhub.Selection;
import io.coldtrail.evidence.securityhub.Tally;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Findings to Security Hub. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = "Sends findings to AWS Security Hub CSPM: those that are new or changed since the last time, and"
                + " as archived those that are gone. Without --send it says what would go where, and asks AWS"
                + " nothing. Each account imports its own findings, in their region: it takes credentials of that"
                + " account, with securityhub:BatchImportFindings.",
        footer = {
            "",
            "Examples:",
            "  coldtrail publish --case c1",
            "  coldtrail publish --case c1 --min-severity high --send",
            "  AWS_PROFILE=payments coldtrail publish --case c1 --account 444455556666 --send",
            "",
            "What analysts set in Security Hub (workflow, note, severity, ...) stays as they set it.",
            "What was sent, and when, stays in table published."
        })
final class Publish extends CaseCommand {
    private static final List<Change> CHANGES = List.of(Change.NEW, Change.CHANGED, Change.ARCHIVED);

    @Option(names = "--send", description = "Send them; without it nothing leaves the machine.")
    private boolean send;

    @Option(
            names = "--min-severity",
            paramLabel = "SEVERITY",
            defaultValue = "informational",
            description = "Leave out milder ones, but for those that Security Hub has already: informational (all),"
                    + " low, medium, high or critical.")
    private String least;

    @Option(names = "--account", paramLabel = "ID", description = "Of this account only. May be given again.")
    private List<String> accounts = new ArrayList<>();

    @Option(names = "--region", paramLabel = "R", description = "Of this region only. May be given again.")
    private List<String> regions = new ArrayList<>();

    private Selection selection;

    @Override
    boolean writes() {
        return send;
    }

    @Override
    void check() {
        Severity severity = Severity.of(least)
                .orElseThrow(() -> new UsageException("--min-severity " + least
                        + " is no severity: write informational, low, medium, high or critical"));
        selection = new Selection(severity, accounts, regions);
    }

    @Override
    int run(JobRun run) {
        Case kase = run.existingCase();
        if (!kase.has("findings")) {
            throw new UsageException("the case has no findings yet: coldtrail investigate URI --case " + caseUri());
        }
        Publication publication = new Publication(kase, selection, run.started());
        run.progress().phase("publish", send ? "findings to Security Hub" : "findings that Security Hub has not");
        if (send) {
            send(publication, run);
        } else {
            publication.plan();
        }
        run.endProgress();
        System.out.print(send ? sent(publication) : planned(publication));
        return send ? complain(publication) : DONE;
    }

    private static void send(Publication publication, JobRun run) {
        try (SecurityHub hub = new SecurityHub()) {
            publication.send(hub, run.id());
        } catch (SecurityHubException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static String planned(Publication publication) {
        List<Severity> severities = Arrays.asList(Severity.values());
        Collections.reverse(severities);
        List<String> head = new ArrayList<>(List.of("new", "changed", "archived"));
        severities.forEach(s -> head.add(s.word()));
        List<String[]> rows = new ArrayList<>();
        for (Tally place : publication.tallies()) {
            if (changes(place) > 0) {
                rows.add(row(
                        place,
                        Stream.concat(
                                CHANGES.stream().map(place::of),
                                severities.stream().map(place::of))));
            }
        }
        if (rows.isEmpty()) {
            return "Nothing to send." + rest(publication);
        }
        return "Nothing was sent. With --send this goes to Security Hub, by credentials of each account:\n"
                + table(head, rows)
                + rest(publication).stripLeading();
    }

    private static String sent(Publication publication) {
        List<String[]> rows = new ArrayList<>();
        for (Tally place : publication.tallies()) {
            if (changes(place) + place.failed() > 0) {
                rows.add(row(place, Stream.concat(CHANGES.stream().map(place::of), Stream.of(place.failed()))));
            }
        }
        return rows.isEmpty()
                ? "Nothing was sent." + rest(publication)
                : "Security Hub took:\n" + table(List.of("new", "changed", "archived", "failed"), rows)
                        + rest(publication).stripLeading();
    }

    private static String[] row(Tally place, Stream<Integer> counts) {
        return Stream.concat(
                        Stream.of(place.accountId(), place.region(), place.endpoint()), counts.map(String::valueOf))
                .toArray(String[]::new);
    }

    private static String table(List<String> counts, List<String[]> rows) {
        List<String> head = new ArrayList<>(List.of("account", "region", "endpoint"));
        head.addAll(counts);
        return TextTable.of(head, rows, counts.size()).indent(2);
    }

    /** What is not in the table. */
    private static String rest(Publication publication) {
        int same =
                publication.tallies().stream().mapToInt(t -> t.of(Change.SAME)).sum();
        StringBuilder rest = new StringBuilder();
        said(rest, same, "Security Hub has as they are");
        said(rest, publication.tooMild(), "are milder than --min-severity");
        said(
                rest,
                publication.notImportable(),
                "name no account or no region to be imported in; they stay in the case");
        return rest.append('\n').toString();
    }

    private static void said(StringBuilder rest, long findings, String what) {
        if (findings > 0) {
            rest.append(String.format(Locale.ROOT, " %,d findings %s.", findings, what));
        }
    }

    private static int changes(Tally place) {
        return CHANGES.stream().mapToInt(place::of).sum();
    }

    /** Says what went wrong, finding by finding and place by place; the exit code that makes. */
    private static int complain(Publication publication) {
        for (Failure failure : publication.failures()) {
            complain("Security Hub did not take finding " + failure.findingId() + ", " + failure.title() + ": "
                    + failure.code() + ": " + failure.message());
        }
        List<SecurityHubException> refusals = publication.tallies().stream()
                .map(Tally::refusal)
                .filter(Objects::nonNull)
                .toList();
        refusals.forEach(refusal -> complain(refusal.getMessage()));
        if (!publication.failures().isEmpty()) {
            complain("what was not taken is sent again by the next publish; that a finding is not as Security Hub wants"
                    + " it (InvalidInput) is a mistake of coldtrail: please report it with its line");
        }
        if (refusals.stream().anyMatch(r -> r.kind() == Kind.ACCESS)) {
            return WRONG_INPUT;
        }
        return refusals.isEmpty() && publication.failures().isEmpty() ? DONE : FAILED;
    }

    private static void complain(String line) {
        System.err.println("coldtrail: " + TextTable.visible(line));
    }
}
