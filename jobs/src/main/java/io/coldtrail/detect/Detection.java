package io.coldtrail.detect;

import io.coldtrail.detect.DetectionInput.ListText;
import io.coldtrail.detect.buckets.BucketStates;
import io.coldtrail.detect.intel.ThreatList;
import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.detect.sigma.RuleSet;
import io.coldtrail.detect.sigma.RuleText;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Settings;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Events to signals: every rule held against every event that is analysed. Tables {@code signals},
 * {@code rules} and {@code bucket_states}. */
public final class Detection {
    private static final String LOG = "cloudtrail";

    private final Case kase;

    private Detection(Case kase) {
        this.kase = kase;
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
    public static Summary run(Case kase) {
        return new Detection(kase).run();
    }

    private Summary run() {
        List<RuleSet.Unusable> unusable = new ArrayList<>();
        DetectionInput input = input(kase.settings(), unusable);
        RuleSet rules = input.compile();
        unusable.addAll(rules.unusable());

        BucketStates.write(kase);
        List<RuleHead> heads = new ArrayList<>(rules.index().heads());
        heads.add(IdConflict.HEAD);
        writeSignals(input, rules);
        long signals = RulesTable.write(kase, heads, unusable);

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
        String text = kase.readText(file.path());
        if (text == null) {
            throw new IllegalStateException(
                    "the case has lost its copy of " + file.name() + " (" + file.path() + "); give the file again");
        }
        return text;
    }

    private void writeSignals(DetectionInput input, RuleSet rules) {
        Dataset<Row> events = kase.events(LOG);
        try (RuleMatching matching = new RuleMatching(kase.spark(), input, rules.index())) {
            Dataset<Row> signals = matching.signals(events).unionByName(IdConflict.signals(events));
            kase.replace("signals", SignalRows.ordered(signals, LOG));
        }
    }
}
