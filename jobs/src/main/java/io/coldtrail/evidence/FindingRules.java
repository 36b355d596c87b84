package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.Severity;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rules and hunts that gave signals and hits, by id: as many as there are rules, so they fit on the driver. */
final class FindingRules {
    private FindingRules() {}

    static Map<String, FindingRule> load(Case investigation) {
        String[] head = {"rule_id", "title", "severity", "tactic", "technique"};
        Dataset<Row> signals = investigation
                .table("signals")
                .selectExpr(head)
                .unionByName(investigation.table("hits").selectExpr(head))
                .groupBy("rule_id")
                .agg(
                        min("title").as("title"),
                        min("severity").as("severity"),
                        min("tactic").as("tactic"),
                        min("technique").as("technique"));
        Dataset<Row> texts = investigation
                .table("rules")
                .where(col("loaded"))
                .select(col("rule_id"), col("description"), col("remediation"), col("remediation_url"));
        Map<String, FindingRule> rules = new HashMap<>();
        rules.put(CredentialTheft.RULE.id(), CredentialTheft.RULE);
        for (Row row : signals.join(texts, new String[] {"rule_id"}, "left").collectAsList()) {
            String id = row.getAs("rule_id");
            rules.put(
                    id,
                    new FindingRule(
                            id,
                            row.getAs("title"),
                            Severity.of(row.getAs("severity")).orElse(null),
                            row.getAs("tactic"),
                            row.getAs("technique"),
                            row.getAs("description"),
                            row.getAs("remediation"),
                            row.getAs("remediation_url")));
        }
        return rules;
    }
}
