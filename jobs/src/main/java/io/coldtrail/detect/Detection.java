package io.coldtrail.detect;

import io.coldtrail.detect.buckets.BucketStates;
import io.coldtrail.detect.hunts.Hunting;
import io.coldtrail.detect.intel.ThreatList;
import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.detect.sigma.RuleSet;
import io.coldtrail.lake.Basis;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Events to signals and hits: every rule held against every event that is analysed, every hunt asked of them. Tables
 * {@code bucket_states}, {@code signals}, {@code hits} and {@code rules}.
 */
public final class Detection {
    /** The log that rules are held against. */
    static final String LOG = "cloudtrail";

    private final Case kase;

    private Detection(Case kase) {
        this.kase = kase;
    }

    /**
     * What detection ran on.
     *
     * @param rules rules and hunts used
     * @param notLoaded rules and hunts that cannot be used: {@code file: reason}
     * @param notRun hunts whose logs the archive lacks, likewise
     * @param listEntries addresses and networks of all threat lists
     * @param badLines lines of threat lists that are neither
     * @param badSample the first bad lines of each list: {@code list:line: text}
     * @param signals signals made
     * @param hits hits made
     */
    public record Summary(
            int rules,
            List<String> notLoaded,
            List<String> notRun,
            int listEntries,
            int badLines,
            List<String> badSample,
            long signals,
            long hits) {}

    /** Runs on what the case was asked, and replaces what an earlier run found. */
    public static Summary run(Case kase) {
        return new Detection(kase).run();
    }

    private Summary run() {
        List<RuleSet.Unusable> unusable = new ArrayList<>();
        Offered files = Offered.to(kase, unusable);
        DetectionInput input = files.input();
        RuleSet rules = input.compile();
        unusable.addAll(rules.unusable());

        List<RuleHead> heads = new ArrayList<>(rules.index().heads());
        heads.add(IdConflict.HEAD);
        Hunting.Outcome hunting = writeSignalsAndHits(files, rules);
        heads.addAll(hunting.used());
        unusable.addAll(hunting.broken());
        List<RuleSet.Unusable> notUsed = new ArrayList<>(unusable);
        notUsed.addAll(hunting.notRun());
        RulesTable.Made made = RulesTable.write(kase, heads, notUsed);

        List<ThreatList> lists = input.threatLists().stream()
                .map(l -> ThreatList.read(l.name(), l.text()))
                .toList();
        return new Summary(
                rules.index().heads().size() + hunting.used().size(),
                reasons(unusable),
                reasons(hunting.notRun()),
                lists.stream().mapToInt(l -> l.entries().size()).sum(),
                lists.stream().mapToInt(ThreatList::bad).sum(),
                lists.stream().flatMap(l -> l.badSample().stream()).toList(),
                made.signals(),
                made.hits());
    }

    private static List<String> reasons(List<RuleSet.Unusable> unusable) {
        return unusable.stream().map(u -> u.file() + ": " + u.reason()).toList();
    }

    /** And the states of buckets, which hunts read too. */
    private Hunting.Outcome writeSignalsAndHits(Offered files, RuleSet rules) {
        Basis basis = Basis.of(
                kase,
                "signals",
                LOG,
                files.input().digest() + " " + kase.settings().scope());
        try (RuleMatching matching = new RuleMatching(kase.spark(), files.input(), rules.index())) {
            Together together = new Together();
            together.start(() -> BucketStates.write(kase));
            together.start(() -> {
                Dataset<Row> matched = matching.signals(kase.events(LOG, basis.fresh()));
                if (basis.holds()) {
                    matched = matched.unionByName(
                            IdConflict.others(kase.table("signals")).drop("log", "signal_id"));
                }
                Dataset<Row> signals = IdConflict.signals(kase, basis)
                        .map(matched::unionByName)
                        .orElse(matched);
                basis.begin();
                kase.replace("signals", SignalRows.ordered(signals, LOG));
                basis.end();
            });
            together.end();
            Set<String> ids = rules.index().heads().stream().map(RuleHead::id).collect(Collectors.toSet());
            return Hunting.run(kase, files.hunts(), RuleFiles.views(), ids);
        }
    }
}
