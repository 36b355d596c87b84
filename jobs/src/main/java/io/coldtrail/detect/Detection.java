package io.coldtrail.detect;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.detect.DetectionInput.ListText;
import io.coldtrail.detect.intel.ThreatList;
import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.detect.sigma.RuleSet;
import io.coldtrail.detect.sigma.RuleText;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Settings;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Events to signals: every rule held against every event that is analysed. Tables {@code signals} and {@code rules}. */
public final class Detection {
    private static final String LOG = "cloudtrail";

    private final Case store;

    private Detection(Case store) {
        this.store = store;
    }

    /**
     * What detection ran on.
     *
     * @param rules rules used
     * @param notLoaded rules not used: {@code file: reason}
     * @param listEntries addresses and networks of all threat lists
     * @param badLines lines of threat lists that are neither
     * @param badSample the first bad lines of each list: {@code list:line: text}
     * @param signals signals made
     */
    public record Summary(
            int rules, List<String> notLoaded, int listEntries, int badLines, List<String> badSample, long signals) {}

    /** Runs on what the case was asked, and replaces what an earlier run found. */
    public static Summary run(Case store) {
        return new Detection(store).run();
    }

    private Summary run() {
        List<RuleSet.Unusable> unusable = new ArrayList<>();
        DetectionInput input = input(store.settings(), unusable);
        RuleSet rules = input.compile();
        unusable.addAll(rules.unusable());

        List<RuleHead> heads = new ArrayList<>(rules.index().heads());
        heads.add(IdConflict.HEAD);
        long signals = writeSignals(input, rules);
        RulesTable.write(store, heads, unusable);

        List<ThreatList> lists = input.threatLists().stream()
                .map(l -> ThreatList.read(l.name(), l.text()))
                .toList();
        return new Summary(
                rules.index().heads().size(),
                unusable.stream().map(u -> u.file() + ": " + u.reason()).toList(),
                lists.stream().mapToInt(l -> l.entries().size()).sum(),
                lists.stream().mapToInt(ThreatList::bad).sum(),
                lists.stream().flatMap(l -> l.badSample().stream()).toList(),
                signals);
    }

    private DetectionInput input(Settings settings, List<RuleSet.Unusable> unusable) {
        List<RuleText> rules = new ArrayList<>();
        if (settings.builtinRules()) {
            rules.addAll(RuleFiles.builtin());
        }
        for (Settings.Input file : settings.rules()) {
            if (RuleFiles.isRule(file.name())) {
                rules.add(new RuleText(file.name(), text(file)));
            } else {
                unusable.add(
                        new RuleSet.Unusable(file.name(), null, null, "its name ends neither in .yml nor in .yaml"));
            }
        }
        List<ListText> lists = new ArrayList<>();
        for (Settings.Input file : settings.threatLists()) {
            lists.add(new ListText(file.name(), text(file)));
        }
        return new DetectionInput(List.copyOf(rules), List.copyOf(lists));
    }

    private String text(Settings.Input file) {
        String text = store.readText(file.path());
        if (text == null) {
            throw new IllegalStateException(
                    "the case has lost its copy of " + file.name() + " (" + file.path() + "); give the file again");
        }
        return text;
    }

    private long writeSignals(DetectionInput input, RuleSet rules) {
        String digest = input.digest();
        Broadcast<DetectionInput> shared =
                JavaSparkContext.fromSparkContext(store.spark().sparkContext()).broadcast(input);
        MatchFunction function = new MatchFunction(digest, rules.index().columns(), shared);
        DetectCatalog.add(function);
        try {
            Dataset<Row> events = store.events(LOG);
            Dataset<Row> signals = matched(events, function, rules).unionByName(IdConflict.signals(events));
            store.replace("signals", SignalRows.ordered(signals, LOG));
            return store.table("signals").count();
        } finally {
            DetectCatalog.remove(function);
            shared.unpersist();
        }
    }

    /** One row a rule and event, with the columns of {@code signals} that both give. */
    private Dataset<Row> matched(Dataset<Row> events, MatchFunction function, RuleSet rules) {
        StringBuilder struct = new StringBuilder();
        for (String column : rules.index().columns()) {
            struct.append(struct.isEmpty() ? "" : ", ")
                    .append("'")
                    .append(column)
                    .append("', cast(`")
                    .append(column)
                    .append("` as string)");
        }
        Dataset<Row> hits = events.withColumn(
                        "hits", expr(DetectCatalog.NAME + "." + function.name() + "(named_struct(" + struct + "))"))
                .select(SignalRows.eventColumns(
                        col("auth_method"), explode(col("hits")).as("hit")))
                .withColumn("rule", col("hit.rule"))
                .withColumn("detail", SignalRows.detail(col("hit.detail"), col("auth_method")))
                .drop("hit", "auth_method");
        return hits.join(broadcast(SignalRows.heads(store.spark(), rules.index().heads())), "rule")
                .drop("rule");
    }
}
