package io.coldtrail.report;

import io.coldtrail.lake.Case;
import java.util.List;
import java.util.Objects;

/**
 * Tells the case: {@code report/index.html} for people, {@code report/timeline.csv} for spreadsheets,
 * {@code report/summary.md} for a ticket. Same tables, same bytes.
 */
public final class Report {
    private static final String FOLDER = "report/";

    private Report() {}

    /**
     * Writes the report in place of the one that was there.
     *
     * @return address of index.html
     */
    public static String run(Case source) {
        CaseView view = read(CaseTables.of(source));
        source.files().writeText(FOLDER + "timeline.csv", TimelineCsv.of(view));
        source.files().writeText(FOLDER + "summary.md", Summary.of(view));
        source.files().writeText(FOLDER + "index.html", Page.html(view));
        return source.path(FOLDER + "index.html");
    }

    static CaseView read(CaseTables source) {
        StoryTables story = new StoryTables(source);
        ProofTables proof = new ProofTables(source);
        ActorTables actors = new ActorTables(source);
        ArchiveTables archive = new ArchiveTables(source);
        List<Incident> incidents = story.incidents();
        List<StoryTables.Share> shares = story.shares(incidents);
        var steps = story.steps(incidents, shares);
        var spread = story.spread(incidents);
        List<Finding> all = proof.findings();
        List<Finding> findings = all.subList(0, Math.min(ProofTables.MOST_FINDINGS, all.size()));
        Conclusions conclusions = new AnswerTables(source).conclusions(incidents);
        List<String> claims = ProofTables.claims(
                findings, incidents.stream().limit(Page.MOST_INCIDENTS).toList(), steps, conclusions);
        return new CaseView(
                source.settings(),
                archive.version(),
                incidents,
                steps,
                spread,
                StoryTables.byLog(shares),
                story.sinceSuccess(incidents),
                conclusions,
                findings,
                all.size(),
                proof.citations(claims),
                proof.citedInAll(claims),
                actors.sessions(Names.sessions(spread.values())),
                actors.addresses(),
                actors.origins(),
                actors.users(findings.stream()
                        .map(Finding::principal)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()),
                archive.archive(StoryTables.span(steps)),
                archive.rules(),
                archive.hits(),
                archive.facts());
    }
}
