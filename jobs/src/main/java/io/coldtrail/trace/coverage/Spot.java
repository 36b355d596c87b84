package io.coldtrail.trace.coverage;

import io.coldtrail.lake.TableRow;
import io.coldtrail.trace.Ids;
import io.coldtrail.trace.incident.Question;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * One thing that the archive cannot show.
 *
 * @param kind source_absent, gap, ...
 * @param log table of the log it is about
 * @param from null: from the begin of the archive
 * @param to null: to its end
 */
public record Spot(
        String kind,
        String log,
        String scope,
        String account,
        String region,
        Instant from,
        Instant to,
        State state,
        String statement,
        List<Question> questions,
        List<Row> evidence) {
    /** How blind. A quiet time is proven empty: nothing happened that this log would show. */
    enum State {
        OFF,
        PARTIAL,
        QUIET,
        UNKNOWN
    }

    static Spot of(String kind, String log, String scope, State state, String statement, Question... questions) {
        return new Spot(
                kind, log, scope, null, null, null, null, state, statement, Arrays.asList(questions), List.of());
    }

    Spot in(String account, String region) {
        return new Spot(kind, log, scope, account, region, from, to, state, statement, questions, evidence);
    }

    Spot during(Instant from, Instant to) {
        return new Spot(kind, log, scope, account, region, from, to, state, statement, questions, evidence);
    }

    Spot shownBy(List<Row> evidence) {
        return new Spot(kind, log, scope, account, region, from, to, state, statement, questions, evidence);
    }

    /** True where records that were made in this time are missing. */
    boolean isHole() {
        return (state == State.OFF || state == State.PARTIAL) && from != null && to != null;
    }

    Row row() {
        return TableRow.of("blind_spots")
                .set("blind_spot_id", Ids.of("blind spot", kind, log, scope, String.valueOf(from)))
                .set("kind", kind)
                .set("log", log)
                .set("scope", scope)
                .set("account_id", account)
                .set("aws_region", region)
                .set("time_from", from)
                .set("time_to", to)
                .set("state", state.name())
                .set("statement", statement)
                .set("questions", questions.stream().map(Question::word).toList())
                .set("evidence", evidence)
                .row();
    }
}
