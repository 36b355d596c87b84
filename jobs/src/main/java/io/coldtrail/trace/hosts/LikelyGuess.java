package io.coldtrail.trace.hosts;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A brute force over SSH that by the shape of its flows succeeded: what a hunt found, where no log of the machine
 * decides.
 *
 * @param instance machine, null where the flows do not name it
 * @param ip address it came from
 * @param from first try
 * @param guessed when it seems to have succeeded
 * @param last last flow
 */
public record LikelyGuess(
        String instance,
        String ip,
        String account,
        Instant from,
        Instant guessed,
        Instant last,
        String object,
        Integer recordIndex) {

    /** What table hits says. */
    public static List<LikelyGuess> read(Dataset<Row> hits) {
        List<Row> rows = hits.where("finding_type = 'UnauthorizedAccess:EC2/SSHBruteForce' AND role = 'TARGET' "
                        + "AND verdict = 'likely_success' AND verdict_time IS NOT NULL AND remote_ip IS NOT NULL "
                        + "AND time_first IS NOT NULL")
                .selectExpr(
                        "hit_id",
                        "instance_id",
                        "remote_ip",
                        "account_id",
                        "time_first",
                        "verdict_time",
                        "time_last",
                        "evidence[0].object AS object",
                        "evidence[0].record_index AS record_index")
                .orderBy("time_first", "hit_id")
                .collectAsList();
        List<LikelyGuess> guesses = new ArrayList<>();
        for (Row r : rows) {
            Timestamp last = r.getAs("time_last");
            Timestamp guessed = r.getAs("verdict_time");
            guesses.add(new LikelyGuess(
                    r.getAs("instance_id"),
                    r.getAs("remote_ip"),
                    r.getAs("account_id"),
                    r.<Timestamp>getAs("time_first").toInstant(),
                    guessed.toInstant(),
                    (last == null ? guessed : last).toInstant(),
                    r.getAs("object"),
                    r.getAs("record_index")));
        }
        return guesses;
    }
}
