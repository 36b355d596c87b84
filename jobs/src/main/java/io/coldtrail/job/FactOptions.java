package io.coldtrail.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Option;

/** What the analyst knows. */
final class FactOptions {
    @Option(
            names = "--suspect",
            paramLabel = "FACT",
            description = "You know this to be the attacker's: ip=, cidr=, key=, user=, session=, person=, oidc=,"
                    + " instance=, bucket=, account= or ua=, with @FROM..TO where it held for a time."
                    + " May be given again.")
    private List<String> suspects = new ArrayList<>();

    @Option(
            names = "--trust",
            paramLabel = "FACT",
            description = "You know this to be fine: an office, a penetration test. Written as --suspect.")
    private List<String> trusted = new ArrayList<>();

    @Option(
            names = "--facts",
            paramLabel = "FILE",
            converter = GivenFile.class,
            description = "Facts in a YAML file, on disk or in S3: a list of kind (suspect, trust), what, value,"
                    + " and from, to, author, reason. May be given again.")
    private List<Path> files = new ArrayList<>();

    boolean given() {
        return !suspects.isEmpty() || !trusted.isEmpty() || !files.isEmpty();
    }

    /** Rows of table {@code facts}. */
    List<Row> rows(Instant now) {
        List<KnownFact> facts = new ArrayList<>();
        files.forEach(f -> facts.addAll(FactsFile.read(f)));
        suspects.forEach(f -> facts.add(KnownFact.parse("suspect", f)));
        trusted.forEach(f -> facts.add(KnownFact.parse("trust", f)));
        return facts.stream().map(f -> f.row(now)).toList();
    }
}
