package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Severity;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Credentials of a machine that were used off it: seed S3 of the spread, with the attacker's calls of that session from
 * that address.
 * As GuardDuty has it, the suffix says whether the address is one of AWS that is not ours, or none of AWS. A machine of
 * ours at the address, or an address that does not tell, makes the name without a suffix.
 */
final class CredentialTheft {
    private static final String SEED = "S3";
    private static final String USED = "USED";
    private static final String TACTIC = "credential-access";

    /** What a finding says that rests on the seed and on no rule. */
    static final FindingRule RULE = new FindingRule(
            SEED,
            null,
            Severity.HIGH,
            TACTIC,
            "T1552.005",
            "The metadata service of a machine gives its role's keys to that machine only; who calls with them from"
                    + " elsewhere took them.",
            "Revoke the role's sessions (deny on aws:TokenIssueTime), isolate the machine and find how the keys left"
                    + " it, require IMDSv2; then undo what was done with them.",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html");

    private CredentialTheft() {}

    static Dataset<Row> of(Case investigation) {
        Dataset<Row> attribution = investigation.table("attribution");
        Dataset<Row> seeds = investigation
                .table("spread")
                .where(col("rule").equalTo(SEED).and(col("state").equalTo(USED)))
                .select("object", "record_index")
                .join(
                        attribution.select("object", "record_index", "session_id", "source_ip"),
                        new String[] {"object", "record_index"})
                .select("session_id", "source_ip")
                .distinct();
        Dataset<Row> sessions = investigation
                .table("sessions")
                .where(col("kind").isin("instance", "ecs_task", "lambda"))
                .select(
                        col("session_id"),
                        when(
                                        col("kind").equalTo("instance"),
                                        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration")
                                .otherwise("UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration")
                                .as("theft"));
        Dataset<Row> addresses = investigation
                .table("addresses")
                .groupBy(col("ip").as("source_ip"))
                .agg(
                        max(col("scope").equalTo("service")).as("service"),
                        max(col("owner_kind").isNotNull()).as("ours"),
                        // whose private network it is, the record does not say
                        max(when(col("scope").equalTo("aws"), true)
                                        .when(col("scope").equalTo("public"), false))
                                .as("inside"));
        Column suffix = when(col("ours").or(col("inside").isNull()), "")
                .when(col("inside"), ".InsideAWS")
                .otherwise(".OutsideAWS");
        return attribution
                .where(col("actor")
                        .equalTo(Actor.ATTACKER.word())
                        .and(col("source_ip").isNotNull()))
                .join(seeds.join(sessions, "session_id"), new String[] {"session_id", "source_ip"})
                .join(addresses, new String[] {"source_ip"}, "left")
                // a service that calls for the session has no place of its own
                .where(col("service").isNull().or(col("service").equalTo(false)))
                .select(
                        col("log"),
                        col("object"),
                        col("record_index"),
                        lit(SEED).as("rule_id"),
                        lit(TACTIC).as("tactic"),
                        col("actor"),
                        col("grade"),
                        col("incident_id"),
                        lit(true).as("typed"),
                        concat(col("theft"), suffix).as("type"));
    }
}
