package io.coldtrail.lake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * Finds records that were delivered more than once: equal in account, event id and every byte. Of these the first by
 * object and index is kept. Records that share an id but not their bytes are all kept: one may be forged.
 *
 * <p>A flow may also stand in two flow logs, of the interface and of its network, each with fields of its own: the same
 * traffic of the same interface in the same interval is one, of the log that comes first.
 */
public final class Duplicates {
    /** What makes flows of two flow logs the same; of one flow log, lines that differ are two flows. */
    private static final List<String> FLOW = List.of(
            "interface_id",
            "tgw_id",
            "tgw_attachment_id",
            "srcaddr",
            "dstaddr",
            "srcport",
            "dstport",
            "protocol",
            "event_time",
            "end_time",
            "packets",
            "bytes",
            "action",
            "log_status");

    private static final List<String> ID = List.of("account_id", "event_id");
    private static final String[] PLACE = {"log", "object", "record_index"};

    private static final List<String> HASHED = List.of("log", "hash");
    private static final List<String> RECORD =
            List.of("log", "hash", "fresh", "account_id", "event_id", "object", "record_index", "raw", "record_sha256");
    private static final List<String> FLOW_LINE = Stream.concat(
                    FLOW.stream(),
                    Stream.of("log", "hash", "fresh", "account_id", "event_id", "object", "record_index", "format"))
            .toList();

    private Duplicates() {}

    /**
     * Brings table {@code duplicates} up to date with some logs. Equal records have equal times: of the days that grew all
     * records are looked at, of others none.
     */
    public static void mark(Case kase, Collection<String> logs) {
        Map<String, Basis> bases = new TreeMap<>();
        logs.forEach(log -> bases.put(log, Basis.of(kase, "duplicates", log, "")));
        List<String> anew =
                bases.keySet().stream().filter(log -> !bases.get(log).holds()).toList();
        // eight bytes an event are shuffled; events themselves are compared only where hashes agree
        Dataset<Row> shared = bases.entrySet().stream()
                .map(log -> hashed(kase, log.getKey(), log.getValue(), HASHED))
                .reduce(Dataset::unionAll)
                .map(hashes -> kase.keep(hashes.groupBy("log", "hash")
                        .agg(count(lit(1)).as("n"))
                        .where(col("n").gt(1))
                        .select("log", "hash")))
                .orElseThrow();
        List<String> doubled = shared.select("log").distinct().collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
        Basis.shake(kase, anew.stream());
        if (!doubled.isEmpty()) { // what was delivered twice once is so for ever: else no row changes
            Dataset<Row> members = kase.keep(members(kase, bases, doubled, shared));
            Dataset<Row> before = kase.table("duplicates");
            if (!anew.containsAll(doubled)) {
                Basis.shake(kase, shaken(members, before));
            }
            kase.replace(
                    "duplicates",
                    members.where("dropped")
                            .drop("dropped", "fresh")
                            .unionByName(before.join(members, PLACE, "left_anti")));
        }
        bases.values().forEach(Basis::end);
    }

    /** Logs of which an older record counted until now, or counts from now on. */
    private static Stream<String> shaken(Dataset<Row> members, Dataset<Row> before) {
        return members
                .where(not(col("fresh")))
                .join(before.select("log", "object", "record_index").withColumn("was", lit(true)), PLACE, "left")
                .where("dropped <> coalesce(was, false)")
                .select("log")
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> row.getString(0));
    }

    /** Records that are not alone, with what they repeat: columns of the table, {@code dropped} and {@code fresh}. */
    private static Dataset<Row> members(
            Case kase, Map<String, Basis> bases, List<String> doubled, Dataset<Row> shared) {
        Optional<Dataset<Row>> records = doubled.stream()
                .filter(log -> !log.equals("flow"))
                .map(log -> hashed(kase, log, bases.get(log), RECORD))
                .reduce(Dataset::unionAll)
                .map(events -> records(met(events, shared)));
        Optional<Dataset<Row>> flows = doubled.stream()
                .filter(log -> log.equals("flow"))
                .findFirst()
                .map(log -> flows(met(hashed(kase, log, bases.get(log), FLOW_LINE), shared)));
        Column[] columns = columns(Stream.concat(
                        Stream.of(TableSchema.of("duplicates").columns().fieldNames()), Stream.of("dropped", "fresh"))
                .toList());
        return Stream.of(records, flows)
                .flatMap(Optional::stream)
                .map(rows -> rows.select(columns))
                .reduce(Dataset::unionAll)
                .orElseThrow();
    }

    /** Of the records of the days that grew: log, hash, some columns, {@code fresh} where they are new. */
    private static Dataset<Row> hashed(Case kase, String log, Basis basis, List<String> wanted) {
        Set<String> days = basis.fresh().stream().map(Duplicates::day).collect(Collectors.toSet());
        Set<String> older = kase.files(log).stream()
                .filter(file -> days.contains(day(file)) && !basis.fresh().contains(file))
                .collect(Collectors.toSet());
        Dataset<Row> fresh = hashed(kase.table(log, basis.fresh()), log, true, wanted);
        return older.isEmpty() ? fresh : fresh.unionAll(hashed(kase.table(log, older), log, false, wanted));
    }

    private static Dataset<Row> hashed(Dataset<Row> events, String log, boolean isFresh, List<String> wanted) {
        List<String> same = log.equals("flow") ? FLOW : ID;
        Map<String, Column> made = Map.of("log", lit(log), "hash", xxhash64(columns(same)), "fresh", lit(isFresh));
        return events.select(wanted.stream()
                .map(name -> made.getOrDefault(name, col(name)).as(name))
                .toArray(Column[]::new));
    }

    /** The folder that a file is in: one a day. */
    private static String day(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    private static Dataset<Row> met(Dataset<Row> events, Dataset<Row> shared) {
        return events.join(shared, new String[] {"log", "hash"});
    }

    private static Dataset<Row> records(Dataset<Row> events) {
        WindowSpec same = Window.partitionBy("log", "account_id", "event_id", "bytes_hash")
                .orderBy("object", "record_index");
        return events.where(col("event_id").isNotNull())
                .select(
                        col("log"),
                        col("fresh"),
                        col("account_id"),
                        col("event_id"),
                        col("object"),
                        col("record_index"),
                        coalesce(col("record_sha256"), sha2(col("raw").cast("binary"), 256))
                                .as("bytes_hash"))
                .withColumn("place", row_number().over(same))
                .withColumn("kept_object", first("object").over(same))
                .withColumn("kept_index", first("record_index").over(same))
                .withColumn("dropped", col("place").gt(1));
    }

    private static Dataset<Row> flows(Dataset<Row> events) {
        List<String> line = Stream.concat(FLOW.stream(), Stream.of("event_id")).toList();
        WindowSpec sameFlow = Window.partitionBy(columns(FLOW)).orderBy("object", "record_index");
        WindowSpec sameLine = Window.partitionBy(columns(line)).orderBy("object", "record_index");
        Column id = regexp_extract(col("object"), "_(fl-[0-9a-f]+)_", 1);
        Column otherLog = col("flow_log").notEqual(col("first_log"));
        return events.withColumn("flow_log", when(id.notEqual(""), id).otherwise(col("format")))
                .withColumn("first_log", first("flow_log").over(sameFlow))
                .withColumn("place", row_number().over(sameLine))
                .withColumn(
                        "kept_object",
                        when(otherLog, first("object").over(sameFlow))
                                .otherwise(first("object").over(sameLine)))
                .withColumn(
                        "kept_index",
                        when(otherLog, first("record_index").over(sameFlow))
                                .otherwise(first("record_index").over(sameLine)))
                .withColumn("dropped", otherLog.or(col("place").gt(1)));
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(functions::col).toArray(Column[]::new);
    }
}
