package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
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
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * The records that findings rest on: one row a finding, hit and record, with what the finding says of it. Made from signals
 * whose rule names a type, from an incident's other signals by rule, from several tactics of one principal in an
 * incident, and from credentials that the spread shows used off their machine. Beside these, typed hits: their records
 * are what the hunt gave as evidence, and column {@code hit_id} is theirs alone.
 */
final class Claims {
    /** What names a record. */
    static final String[] RECORD = {"log", "object", "record_index"};

    private static final List<String> MATCHED = List.of(
            "type", "log", "object", "record_index", "rules", "tactics", "typed", "actor", "grade", "incident_id");

    /** Hex digits of an id: 128 bits, so that two never meet. */
    static final int ID_LENGTH = 32;

    /** Who does the deed with a key is not the key: AWS publishes that keys are the target. */
    static final String TARGET = "TARGET";

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
        Column subject =
                coalesce(concat(lit("resource:"), col("target")), concat(lit("principal:"), col("principal_id")));
        Column findingId = id(col("type"), col("account_id"), col("aws_region"), subject, col("role"));
        // few, which is known once they are kept: else all events would be shuffled to meet them
        Dataset<Row> ofSignals = investigation
                .keep(matched(investigation))
                .join(ClaimRecords.read(investigation), RECORD)
                // after the join: most records are nobody's claim
                .select(ClaimRecords.with(MATCHED))
                .select(with(
                        MATCHED,
                        with(
                                ClaimRecords.COLUMNS,
                                ClaimRecords.target().as("target"),
                                lit(TARGET).as("role"),
                                lit(null).cast("string").as("hit_id"))));
        Dataset<Row> ofHits = HitClaims.of(investigation)
                .select(with(MATCHED, with(ClaimRecords.COLUMNS, col("target"), col("role"), col("hit_id"))));
        // what one record of a hit shows, all of the hit is
        Column ofHit = min(standing()).over(Window.partitionBy("hit_id"));
        Dataset<Row> records =
                ofSignals.withColumn("standing", standing()).unionByName(ofHits.withColumn("standing", ofHit));
        Dataset<Row> claims = records.withColumn("finding_id", findingId);
        WindowSpec finding = Window.partitionBy("finding_id");
        Column sequence = col("type").equalTo(FindingType.ATTACK_SEQUENCE);
        Column known = col("standing").notEqual(NOBODYS);
        return claims.select(
                        col("*"),
                        min("standing").over(finding).as("best"),
                        count(when(col("hit_id").isNull(), 1)).over(finding).as("n_all"),
                        distinct(when(sequence, col("rules")), finding).as("n_rules"),
                        distinct(when(sequence, col("tactics")), finding).as("n_tactics"),
                        max("typed").over(finding).as("any_typed"))
                .where(col("standing")
                        .equalTo(col("best"))
                        .and(sequence.equalTo(false)
                                .or(col("n_rules")
                                        .geq(SEQUENCE_RULES)
                                        .and(col("n_tactics").geq(SEQUENCE_TACTICS))
                                        .and(col("any_typed")))))
                .select(with(
                        ClaimRecords.COLUMNS,
                        col("log"),
                        col("object"),
                        col("record_index"),
                        col("finding_id"),
                        col("type"),
                        col("role"),
                        col("target"),
                        col("rules"),
                        col("hit_id"),
                        col("n_all"),
                        when(known, col("actor")).as("actor"),
                        when(known, col("grade")).as("grade"),
                        when(known, col("incident_id")).as("incident_id")));
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
                .select("log", "object", "record_index", "rule_id", "tactic", "finding_type");
        Dataset<Row> attribution = investigation
                .table("attribution")
                .select("log", "object", "record_index", "actor", "grade", "incident_id");
        Column attackers = is(Actor.ATTACKER).or(is(Actor.LIKELY_ATTACKER));
        Column ofIncident = col("incident_id").isNotNull().and(attackers.or(is(Actor.AMBIGUOUS)));
        Column types = array_compact(array(
                coalesce(col("finding_type"), when(ofIncident, concat(lit(FindingType.RULE), col("rule_id")))),
                when(attackers, FindingType.ATTACK_SEQUENCE)));
        return signals.join(attribution, RECORD, "left")
                .select(
                        col("log"),
                        col("object"),
                        col("record_index"),
                        col("rule_id"),
                        col("tactic"),
                        col("actor"),
                        col("grade"),
                        col("incident_id"),
                        col("finding_type").isNotNull().as("typed"),
                        explode(types).as("type"))
                .unionByName(CredentialTheft.of(investigation))
                .groupBy("type", "log", "object", "record_index")
                // one row of attribution a record, so the least of these is the only one
                .agg(
                        collect_set("rule_id").as("rules"),
                        collect_set("tactic").as("tactics"),
                        max("typed").as("typed"),
                        min("actor").as("actor"),
                        min("grade").as("grade"),
                        min("incident_id").as("incident_id"));
    }

    /** Columns by name, and more: in one select, since each step of a plan costs its analysis. */
    private static Column[] with(List<String> names, Column... more) {
        return Stream.concat(names.stream().map(functions::col), Stream.of(more))
                .toArray(Column[]::new);
    }
}
