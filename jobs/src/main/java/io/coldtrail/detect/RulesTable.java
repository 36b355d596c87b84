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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Table {@code rules}: what was offered, what of it was used, and how often it hit. */
final class RulesTable {
    private RulesTable() {}

    /** Writes the table, with what each made: signals and hits are written before. */
    static void write(Case kase, List<RuleHead> used, List<RuleSet.Unusable> unusable) {
        Map<String, Long> made = new HashMap<>();
        kase.table("signals")
                .select("rule_id")
                .unionByName(kase.table("hits").select("rule_id"))
                .groupBy(col("rule_id"))
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> made.put(row.getString(0), row.getLong(1)));
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
    }
}
