package io.coldtrail.report;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.Together;
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
     * What was written.
     *
     * @param index address of index.html
     */
    public record Written(String index, Brief brief) {}

    /** Writes the report in place of the one that was there. */
    public static Written run(Case source) {
        CaseView view = read(CaseTables.of(source));
        source.files().writeText(FOLDER + "timeline.csv", TimelineCsv.of(view));
        source.files().writeText(FOLDER + "summary.md", Summary.of(view));
        source.files().writeText(FOLDER + "index.html", Page.html(view));
        return new Written(source.path(FOLDER + "index.html"), Brief.of(view));
    }

    static CaseView read(CaseTables source) {
        StoryTables story = new StoryTables(source);
        ProofTables proof = new ProofTables(source);
        ActorTables actors = new ActorTables(source);
        ArchiveTables archive = new ArchiveTables(source);
        Together reads = new Together();
        // what needs nothing of the others, while the story is read
        var all = reads.start(proof::findings);
        var version = reads.start(archive::version);
        var addresses = reads.start(actors::addresses);
        var origins = reads.start(actors::origins);
        var rules = reads.start(archive::rules);
        var hits = reads.start(archive::hits);
        var facts = reads.start(archive::facts);
        List<Incident> incidents = story.incidents();
        var sinceSuccess = reads.start(() -> story.sinceSuccess(incidents));
        var answers = reads.start(() -> new AnswerTables(source).conclusions(incidents));
        List<StoryTables.Share> shares = story.shares(incidents);
        var steps = story.steps(incidents, shares);
        var read = reads.start(() -> archive.archive(StoryTables.span(steps)));
        var spread = story.spread(incidents);
        var sessions = reads.start(() -> actors.sessions(Names.sessions(spread.values())));
        List<Finding> findings = all.get()
                .subList(0, Math.min(ProofTables.MOST_FINDINGS, all.get().size()));
        var users = reads.start(() -> actors.users(findings.stream()
                .map(Finding::principal)
                .filter(Objects::nonNull)
                .distinct()
                .toList()));
        Conclusions conclusions = answers.get();
        var coverage = reads.start(() -> Coverage.of(archive, conclusions.blindSpots()));
        List<String> claims = ProofTables.claims(
                findings, incidents.stream().limit(Page.MOST_INCIDENTS).toList(), steps, conclusions);
        var citations = reads.start(() -> proof.citations(claims));
        var citedInAll = reads.start(() -> proof.citedInAll(claims));
        reads.end();
        return new CaseView(
                source.settings(),
                version.get(),
                incidents,
                steps,
                spread,
                StoryTables.byLog(shares),
                sinceSuccess.get(),
                conclusions,
                findings,
                all.get().size(),
                citations.get(),
                citedInAll.get(),
                sessions.get(),
                addresses.get(),
                origins.get(),
                users.get(),
                read.get(),
                coverage.get(),
                rules.get(),
                hits.get(),
                facts.get());
    }
}
