package io.coldtrail.detect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.detect.sigma.RuleSet;
import io.coldtrail.lake.Case;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Table {@code rules}: what was offered, what of it was used, and how often it hit. */
final class RulesTable {
    private RulesTable() {}

    /** Rows that all rules and hunts together made. */
    record Made(long signals, long hits) {}

    /** Writes the table, with what each made: signals and hits are written before. */
    static Made write(Case kase, List<RuleHead> used, List<RuleSet.Unusable> unusable) {
        Map<String, Long> made = new HashMap<>();
        long signals = 0;
        long hits = 0;
        for (Row row : of(kase, "signals")
                .unionByName(of(kase, "hits"))
                .groupBy("table", "rule_id")
                .agg(count(lit(1)).as("n"))
                .collectAsList()) {
            long n = row.<Long>getAs("n");
            made.put(row.getAs("rule_id"), n);
            if (row.getAs("table").equals("signals")) {
                signals += n;
            } else {
                hits += n;
            }
        }
        List<Row> rows = new ArrayList<>();
        for (RuleHead rule : used) {
            rows.add(RowFactory.create(
                    rule.id(),
                    rule.title(),
                    rule.severity().word(),
                    rule.tactic(),
                    rule.technique(),
                    rule.findingType(),
                    rule.description(),
                    rule.remediation(),
                    rule.remediationUrl(),
                    rule.references().toArray(new String[0]),
                    rule.file(),
                    true,
                    null,
                    made.getOrDefault(rule.id(), 0L)));
        }
        for (RuleSet.Unusable rule : unusable) {
            rows.add(RowFactory.create(
                    rule.id(),
                    rule.title(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    rule.file(),
                    false,
                    rule.reason(),
                    0L));
        }
        kase.replace("rules", rows);
        return new Made(signals, hits);
    }

    private static Dataset<Row> of(Case kase, String table) {
        return kase.table(table).select(lit(table).as("table"), col("rule_id"));
    }
}
