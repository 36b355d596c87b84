package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * What became of findings and incidents from one hunt to the next. What a hunt has to tell is the difference between the
 * tables as they are and what hunts told so far, so that a hunt that was killed is made good by the next.
 */
public final class History {
    /** What a finding or an incident can have become. */
    public enum Change {
        KNOWN,
        NEW,
        CHANGED,
        GONE;

        /** As table {@code history} has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String TABLE = "history";
    private static final List<String> OF_FINDING =
            List.of("severity", "title", "type", "account_id", "aws_region", "principal", "resource_id", "incident_id");
    private static final int MOST_MEMBERS = 1_000;

    private final Case kase;
    private final String runId;
    private final Instant now;

    /**
     * The history of a case.
     *
     * @param runId the hunt that tells
     * @param now its time
     */
    public History(Case kase, String runId, Instant now) {
        this.kase = kase;
        this.runId = runId;
        this.now = now;
    }

    /** To be called before the first hunt changes anything: what is there then is nothing new. */
    public void begin() {
        if (kase.has(TABLE)) {
            return;
        }
        if (kase.isEmpty("findings") && kase.isEmpty("incidents")) {
            kase.create(List.of(TABLE));
        } else {
            write(current().withColumn("change", lit(Change.KNOWN.word())).withColumn("superseded_by", none()));
        }
    }

    /** Takes down what is new, changed and gone; does nothing where all is as it was told. */
    public void take() {
        Dataset<Row> before = kase.keep(told());
        Dataset<Row> after = kase.keep(current());
        Dataset<Row> gone = before.join(after, keys(before, after), "left_anti").drop("seq", "run_id", "told_at");
        Dataset<Row> hashes =
                before.select(col("kind"), col("id"), col("content_hash").as("told"));
        Dataset<Row> changes = after.join(hashes, new String[] {"kind", "id"}, "left")
                .where(col("told").isNull().or(col("told").notEqual(col("content_hash"))))
                .withColumn(
                        "change", when(col("told").isNull(), Change.NEW.word()).otherwise(Change.CHANGED.word()))
                .withColumn("superseded_by", none())
                .drop("told");
        Dataset<Row> all =
                kase.keep(changes.unionByName(successors(gone, after).withColumn("change", lit(Change.GONE.word()))));
        if (!all.isEmpty()) { // the number of a hunt that tells nothing would be given again
            write(all);
        }
    }

    /** What a hunt told, gravest first within each kind and change. */
    public static List<Row> of(Case kase, String runId, int most) {
        Column gravity = functions.array_position(
                functions.lit(new String[] {"critical", "high", "medium", "low", "informational"}), col("severity"));
        return kase.table(TABLE)
                .where(col("run_id").equalTo(runId).and(col("change").notEqual(Change.KNOWN.word())))
                .orderBy(col("kind").desc(), col("change").desc(), gravity, col("title"), col("id"))
                .limit(most)
                .collectAsList();
    }

    private static Column none() {
        return lit(null).cast("string");
    }

    private static Column keys(Dataset<Row> x, Dataset<Row> y) {
        return x.col("kind").equalTo(y.col("kind")).and(x.col("id").equalTo(y.col("id")));
    }

    /** The last word on each, but for what is gone. */
    private Dataset<Row> told() {
        return kase.table(TABLE)
                .withColumn(
                        "last",
                        row_number()
                                .over(Window.partitionBy("kind", "id")
                                        .orderBy(col("seq").desc())))
                .where(col("last").equalTo(1).and(col("change").notEqual(Change.GONE.word())))
                .drop("last", "change", "superseded_by");
    }

    private Dataset<Row> current() {
        List<Column> ofFinding = new ArrayList<>(
                List.of(lit("finding").as("kind"), col("finding_id").as("id")));
        OF_FINDING.forEach(name -> ofFinding.add(col(name)));
        ofFinding.add(lit(null).cast("array<string>").as("members"));
        ofFinding.add(col("content_hash"));
        Dataset<Row> findings = kase.table("findings").select(ofFinding.toArray(new Column[0]));

        Column[] content = Arrays.stream(TableSchema.of("incidents").columns().fieldNames())
                .map(functions::col)
                .toArray(Column[]::new);
        List<Column> ofIncident = new ArrayList<>(
                List.of(lit("incident").as("kind"), col("incident_id").as("id")));
        OF_FINDING.forEach(name -> ofIncident.add(
                List.of("severity", "title", "incident_id").contains(name) ? col(name) : none().as(name)));
        ofIncident.add(col("members"));
        ofIncident.add(sha2(to_json(struct(content)), 256).as("content_hash"));
        Dataset<Row> incidents = kase.table("incidents")
                .join(members(), new String[] {"incident_id"}, "left")
                .select(ofIncident.toArray(new Column[0]));
        return findings.unionByName(incidents);
    }

    private Dataset<Row> members() {
        Dataset<Row> all = kase.table("sessions")
                .where(col("incident_id").isNotNull())
                .select(col("incident_id"), col("session_id").as("member"))
                .unionByName(kase.table("addresses")
                        .where(col("incident_id").isNotNull())
                        .select(col("incident_id"), col("address_id").as("member")));
        return all.groupBy("incident_id")
                .agg(slice(array_sort(collect_set("member")), 1, MOST_MEMBERS).as("members"));
    }

    /** Those that are gone, with what stands in their place. */
    private static Dataset<Row> successors(Dataset<Row> gone, Dataset<Row> after) {
        Dataset<Row> members =
                after.select(col("id").as("by"), explode(col("members")).as("member"));
        Dataset<Row> incidents = gone.select(
                        col("id").as("old"), explode(col("members")).as("member"))
                .join(members, "member")
                .groupBy("old", "by")
                .agg(count(lit(1)).as("shared"))
                // most in common, then the greatest id: any would do, the same each time
                .groupBy("old")
                .agg(max(struct(col("shared"), col("by"))).getField("by").as("by"));
        Dataset<Row> same = after.where(col("kind").equalTo("finding"))
                .select(
                        col("id").as("by"),
                        col("type"),
                        col("principal").as("p"),
                        col("resource_id").as("r"));
        Dataset<Row> findings = gone.where(col("kind").equalTo("finding"))
                .select(col("id").as("old"), col("type"), col("principal"), col("resource_id"))
                .join(same, "type")
                .where(col("p").equalTo(col("principal")).or(col("r").equalTo(col("resource_id"))))
                .groupBy("old")
                .agg(min("by").as("by"));
        return gone.join(incidents.unionByName(findings).withColumnRenamed("old", "id"), new String[] {"id"}, "left")
                .withColumnRenamed("by", "superseded_by");
    }

    private void write(Dataset<Row> rows) {
        int seq = kase.table(TABLE).agg(coalesce(max("seq"), lit(0))).first().getInt(0) + 1;
        kase.append(
                TABLE,
                rows.withColumn("seq", lit(seq))
                        .withColumn("run_id", lit(runId))
                        .withColumn("told_at", lit(Timestamp.from(now)))
                        .coalesce(1),
                "history-" + seq);
    }
}
