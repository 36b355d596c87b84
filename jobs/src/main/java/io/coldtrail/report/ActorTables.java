package io.coldtrail.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Actor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads who acted: sessions, addresses, and whose the calls of each are. */
final class ActorTables {
    /** More lines than this tell a reader nothing; the tables have them all. */
    static final int MOST_SESSIONS = 120;

    static final int MOST_ADDRESSES = 100;
    static final int MOST_ORIGINS = 120;

    private final CaseTables source;

    ActorTables(CaseTables source) {
        this.source = source;
    }

    /**
     * Sessions that fell, are exposed, or hold a call that is the attacker's, a responder's or undecided.
     *
     * @param named ids of further sessions that the spread names
     */
    List<Session> sessions(List<String> named) {
        Dataset<Row> keys = source.table("session_keys")
                .groupBy("session_id")
                .agg(min("access_key_id").as("key"), count(lit(1)).as("keys"));
        Dataset<Row> told = source.table("sessions")
                .join(broadcast(counted()), new String[] {"session_id"}, "left")
                .where(col("state")
                        .isNotNull()
                        .or(col("session_id").isin(named.toArray()))
                        .or(coalesce(col("attacker"), lit(0))
                                .plus(coalesce(col("undecided"), lit(0)))
                                .plus(coalesce(col("responder"), lit(0)))
                                .gt(0)))
                .join(keys, new String[] {"session_id"}, "left");
        return StoryTables.rows(told, Session::of).stream()
                .sorted(Session.IN_ORDER)
                .toList();
    }

    /** Addresses of the attacker, of threat lists, and hubs that an attacker's call came from. */
    List<Address> addresses() {
        Dataset<Row> seen = source.table("attribution")
                .where(StoryTables.ATTACKERS)
                .select(col("source_ip").as("ip"))
                .distinct();
        Dataset<Row> addresses = source.table("addresses");
        Dataset<Row> told = addresses
                .where(col("state").isNotNull().or(col("listed").isNotNull()))
                .union(addresses
                        .where(col("state").isNull().and(col("listed").isNull()))
                        .join(broadcast(seen), new String[] {"ip"}, "left_semi")
                        .select(columns(addresses)));
        return StoryTables.rows(told, Address::of).stream()
                .sorted(Address.IN_ORDER)
                .limit(MOST_ADDRESSES)
                .toList();
    }

    /** Where the calls of the sessions that fell came from, the most first. */
    List<Origin> origins() {
        return StoryTables.rows(
                calls().groupBy("session_id", "source_ip", "actor", "grade", "rule", "incident_id")
                        .agg(
                                count(lit(1)).as("n"),
                                min("event_time").as("first"),
                                max("event_time").as("last"))
                        .orderBy(
                                col("n").desc(),
                                col("session_id"),
                                col("source_ip"),
                                col("actor"),
                                col("rule"),
                                col("grade"),
                                col("incident_id"))
                        .limit(MOST_ORIGINS),
                Origin::of);
    }

    /** Calls of others than the attacker and responders, by principal. */
    Map<String, Long> users(List<String> principals) {
        Map<String, Long> users = new HashMap<>();
        source.table("sessions")
                .where(col("principal").isin(principals.toArray()))
                .join(broadcast(counted()), new String[] {"session_id"}, "left")
                .groupBy("principal")
                .agg(sum(col("n").minus(coalesce(col("attacker"), lit(0L)))
                        .minus(coalesce(col("undecided"), lit(0L)))
                        .minus(coalesce(col("responder"), lit(0L)))))
                .collectAsList()
                .forEach(row -> users.put(row.getString(0), row.isNullAt(1) ? 0 : row.getLong(1)));
        return Map.copyOf(users);
    }

    /** Calls alone: what another log says of a call is no second one, and its other records have no session. */
    private Dataset<Row> calls() {
        return source.table("attribution").where(col("log").equalTo(Log.CLOUDTRAIL.table()));
    }

    private Dataset<Row> counted() {
        return calls().groupBy("session_id")
                .agg(
                        sum(when(StoryTables.ATTACKERS, 1L).otherwise(0L)).as("attacker"),
                        sum(when(is(Actor.AMBIGUOUS), 1L).otherwise(0L)).as("undecided"),
                        sum(when(is(Actor.RESPONDER), 1L).otherwise(0L)).as("responder"));
    }

    private static Column is(Actor actor) {
        return col("actor").equalTo(actor.word());
    }

    private static Column[] columns(Dataset<Row> rows) {
        return java.util.Arrays.stream(rows.columns())
                .map(org.apache.spark.sql.functions::col)
                .toArray(Column[]::new);
    }
}
