package io.coldtrail.evidence;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** The records of every log as one: their tables share the columns that tell what a record is and where it lies. */
final class EventRecords {
    /** Tables of events, as the schemas have them: those that say how raw came to be, by day. */
    private static final List<String> LOGS = TableSchema.NAMES.stream()
            .filter(name -> List.of(TableSchema.of(name).columns().fieldNames())
                    .containsAll(List.of("record_form", "event_date")))
            .toList();

    private EventRecords() {}

    /**
     * Records with some of the columns that all logs share.
     *
     * @param logs tables that are asked; others are not opened
     */
    static Dataset<Row> of(Case investigation, List<String> logs, String... columns) {
        Stream<Dataset<Row>> tables = LOGS.stream().filter(logs::contains).map(log -> investigation
                .table(log)
                .select(Stream.concat(
                                Stream.of(lit(log).as("log"), col("object"), col("record_index")),
                                Arrays.stream(columns).map(EventRecords::column))
                        .toArray(Column[]::new)));
        return tables.reduce(Dataset::unionByName)
                .orElseGet(() -> of(investigation, LOGS.subList(0, 1), columns).limit(0));
    }

    private static Column column(String name) {
        return name.equals("record_length") ? col(name).cast("bigint").as(name) : col(name);
    }

    /** The logs that references name, of those that there are: what an attacker writes is no table. */
    static List<String> named(Dataset<Row> references) {
        return references
                .where(col("log").isin(LOGS.toArray()))
                .select("log")
                .distinct()
                .as(Encoders.STRING())
                .collectAsList();
    }
}
