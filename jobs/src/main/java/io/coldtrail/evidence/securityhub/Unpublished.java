package io.coldtrail.evidence.securityhub;

import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import io.coldtrail.evidence.AwsPlace;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Severity;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The findings of a case against what Security Hub last took of them: tables {@code findings} and {@code published}, and
 * {@code history} for what stands in the place of one that is gone. They come by account and region, the gravest first,
 * and are not held all at once.
 */
final class Unpublished {
    private static final String[] TOLD = {
        "account_id", "aws_region", "severity", "title", "content_hash", "updated_at", "asff"
    };
    private static final Column GRAVITY = array_position(
            lit(Stream.of(Severity.values()).map(Severity::word).toArray(String[]::new)), col("severity"));

    private Unpublished() {}

    static Iterator<Row> rows(Case kase) {
        Dataset<Row> last = kase.table("published")
                .groupBy("finding_id")
                .agg(max_by(
                                struct(Stream.concat(Stream.of("change"), Arrays.stream(TOLD))
                                        .map(functions::col)
                                        .toArray(Column[]::new)),
                                col("seq"))
                        .as("last"));
        Dataset<Row> successors = kase.table("history")
                .where(col("kind").equalTo("finding").and(col("change").equalTo("gone")))
                .groupBy(col("id").as("finding_id"))
                .agg(max_by(col("superseded_by"), col("seq")).as("superseded_by"));
        Dataset<Row> now = kase.table("findings")
                .select(
                        col("finding_id"),
                        struct(Arrays.stream(TOLD).map(functions::col).toArray(Column[]::new))
                                .as("now"));
        return now.join(last, new String[] {"finding_id"}, "full_outer")
                .where(col("now").isNotNull().or(col("last.change").notEqual(Change.ARCHIVED.word())))
                .join(successors, new String[] {"finding_id"}, "left")
                .select(
                        col("finding_id"),
                        col("now"),
                        col("last"),
                        col("superseded_by"),
                        either("account_id"),
                        either("aws_region"),
                        either("severity"))
                .coalesce(1) // a sort of one task: there are too few findings to share it
                .sortWithinPartitions(col("account_id"), col("aws_region"), GRAVITY.desc(), col("finding_id"))
                .toLocalIterator();
    }

    private static Column either(String name) {
        return coalesce(col("now." + name), col("last." + name)).as(name);
    }

    /**
     * Reads a row.
     *
     * @param time of this publish
     * @return null for what Security Hub has no place for and never had: its records name no account or no region
     */
    static Outgoing of(Row row, Instant time) {
        Row now = row.getAs("now");
        Row last = row.getAs("last");
        boolean isThere = now != null && now.getAs("asff") != null;
        boolean wasThere = last != null && !Change.ARCHIVED.word().equals(last.getAs("change"));
        if (!isThere && !wasThere) {
            return null;
        }
        Change change = !isThere ? Change.ARCHIVED : wasThere ? changed(now, last) : Change.NEW;
        Row told = isThere ? now : last;
        Instant wanted = isThere ? now.<Timestamp>getAs("updated_at").toInstant() : time;
        return new Outgoing(
                change,
                row.getAs("finding_id"),
                AwsPlace.of(told.getAs("account_id"), told.getAs("aws_region")),
                Severity.of(told.getAs("severity")).orElse(Severity.INFORMATIONAL),
                told.getAs("title"),
                told.getAs("content_hash"),
                Outgoing.after(
                        last == null
                                ? null
                                : last.<Timestamp>getAs("updated_at").toInstant(),
                        wanted),
                told.getAs("asff"),
                change == Change.ARCHIVED ? row.getAs("superseded_by") : null);
    }

    private static Change changed(Row now, Row last) {
        return now.<String>getAs("content_hash").equals(last.getAs("content_hash")) ? Change.SAME : Change.CHANGED;
    }
}
