package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Case;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The records that findings rest on: one row a finding and record, with what the finding says of it. Made from signals
 * whose rule names a type, from an incident's other signals by rule, from several tactics of one principal in an
 * incident, and from credentials that the spread shows used off their machine.
 */
final class Claims {
    /** What names a record. */
    static final String[] RECORD = {"log", "object", "record_index"};

    /** Hex digits of an id: 128 bits, so that two never meet. */
    static final int ID_LENGTH = 32;

    /** Who does the deed with a key is not the key: AWS publishes that keys are the target. */
    private static final String ROLE = "TARGET";

    /** Fewer rules or tactics than GuardDuty's own attack sequences join are one odd call, not a sequence. */
    private static final int SEQUENCE_RULES = 3;

    private static final int SEQUENCE_TACTICS = 2;

    /** Standing of whose deed a record is; a finding rests on the records of the first standing that it has. */
    private static final int ATTACKERS = 0;

    private static final int UNDECIDED = 1;
    private static final int NOBODYS = 2;
    private static final int RESPONDERS = 3;

    private Claims() {}

    static Dataset<Row> of(Case investigation) {
        Dataset<Row> records = matched(investigation)
                .join(ClaimRecords.of(investigation), RECORD)
                .withColumn("target", ClaimRecords.target());
        Column subject =
                coalesce(concat(lit("resource:"), col("target")), concat(lit("principal:"), col("principal_id")));
        Dataset<Row> claims = records.drop("request_parameters")
                .withColumn("role", lit(ROLE))
                .withColumn("standing", standing())
                .withColumn("finding_id", id(col("type"), col("account_id"), col("aws_region"), subject, col("role")));
        WindowSpec finding = Window.partitionBy("finding_id");
        Column sequence = col("type").equalTo(FindingType.ATTACK_SEQUENCE);
        return claims.withColumn("best", min("standing").over(finding))
                .withColumn("n_all", count(lit(1)).over(finding))
                .withColumn("n_rules", distinct(when(sequence, col("rules")), finding))
                .withColumn("n_tactics", distinct(when(sequence, col("tactics")), finding))
                .withColumn("any_typed", max("typed").over(finding))
                .where(col("standing").equalTo(col("best")))
                .where(sequence.equalTo(false)
                        .or(col("n_rules")
                                .geq(SEQUENCE_RULES)
                                .and(col("n_tactics").geq(SEQUENCE_TACTICS))
                                .and(col("any_typed"))))
                .withColumn("actor", when(col("standing").notEqual(NOBODYS), col("actor")))
                .withColumn("grade", when(col("standing").notEqual(NOBODYS), col("grade")))
                .withColumn("incident_id", when(col("standing").notEqual(NOBODYS), col("incident_id")))
                .drop("standing", "best", "n_rules", "n_tactics", "any_typed", "typed", "tactics");
    }

    /** An id from parts: none can be mistaken for another, whatever an attacker writes into one. */
    static Column id(Column... parts) {
        return substring(sha2(to_json(struct(named(parts))), 256), 1, ID_LENGTH);
    }

    private static Column[] named(Column... parts) {
        Column[] named = new Column[parts.length];
        for (int i = 0; i < parts.length; i++) {
            named[i] = parts[i].as("p" + i);
        }
        return named;
    }

    private static Column distinct(Column arrays, WindowSpec window) {
        return size(array_distinct(flatten(collect_set(arrays).over(window))));
    }

    private static Column standing() {
        return when(is(Actor.ATTACKER).or(is(Actor.LIKELY_ATTACKER)), ATTACKERS)
                .when(is(Actor.AMBIGUOUS), UNDECIDED)
                .when(is(Actor.RESPONDER), RESPONDERS)
                .otherwise(NOBODYS);
    }

    private static Column is(Actor actor) {
        return col("actor").equalTo(actor.word());
    }

    /** One row a type and record: the rules that matched, and whose deed it is. */
    private static Dataset<Row> matched(Case investigation) {
        Dataset<Row> signals = investigation
                .table("signals")
                .select("log", "object", "record_index", "rule_id", "tactic", "finding_type")
                .join(
                        investigation
                                .table("attribution")
                                .select("log", "object", "record_index", "actor", "grade", "incident_id"),
                        RECORD,
                        "left")
                .withColumn("typed", col("finding_type").isNotNull());
        Column attackers = is(Actor.ATTACKER).or(is(Actor.LIKELY_ATTACKER));
        Dataset<Row> typed = signals.where(col("typed")).withColumn("type", col("finding_type"));
        Dataset<Row> byRule = signals.where(col("typed").equalTo(false))
                .where(col("incident_id").isNotNull().and(attackers.or(is(Actor.AMBIGUOUS))))
                .withColumn("type", concat(lit(FindingType.RULE), col("rule_id")));
        Dataset<Row> sequence = signals.where(attackers).withColumn("type", lit(FindingType.ATTACK_SEQUENCE));
        return typed.unionByName(byRule)
                .unionByName(sequence)
                .drop("finding_type")
                .unionByName(CredentialTheft.of(investigation))
                .groupBy("type", "log", "object", "record_index")
                .agg(
                        collect_set("rule_id").as("rules"),
                        collect_set("tactic").as("tactics"),
                        max("typed").as("typed"),
                        // one row of attribution a record, so these are the same in all of the group
                        min("actor").as("actor"),
                        min("grade").as("grade"),
                        min("incident_id").as("incident_id"));
    }
}
