package io.coldtrail.report;

import io.coldtrail.lake.Settings;
import io.coldtrail.lake.TableSchema;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Makes the rows of a case by hand: names and values in turn, whatever is not named is null. */
final class Tables {
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();
    private final UnaryOperator<String> taint;

    /** @param taint what a log's author does to each text that he chooses */
    Tables(UnaryOperator<String> taint) {
        this.taint = taint;
    }

    /** A text that whoever writes the log may choose. */
    String log(String text) {
        return taint.apply(text);
    }

    Tables add(String table, Object... cells) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            named.put((String) cells[i], cells[i + 1]);
        }
        List<Object> values = new ArrayList<>();
        for (StructField field : TableSchema.of(table).columns().fields()) {
            values.add(cast(field, named.remove(field.name())));
        }
        if (!named.isEmpty()) {
            throw new IllegalArgumentException(table + " has no " + named.keySet());
        }
        rows.computeIfAbsent(table, t -> new ArrayList<>()).add(RowFactory.create(values.toArray()));
        return this;
    }

    private static Object cast(StructField field, Object value) {
        if (value instanceof Instant time) {
            return Timestamp.from(time);
        }
        if (value instanceof Number n) {
            return field.dataType().equals(DataTypes.LongType) ? (Object) n.longValue() : (Object) n.intValue();
        }
        return value;
    }

    /** The same rows in another order, as another run may write them. */
    Tables shuffled() {
        rows.values().forEach(r -> Collections.shuffle(r, new Random(7)));
        return this;
    }

    /** The rows as tables of a case that was asked nothing. */
    CaseTables in(SparkSession spark) {
        return new CaseTables() {
            @Override
            public Dataset<Row> table(String name) {
                return spark.createDataFrame(
                        rows.getOrDefault(name, List.of()), TableSchema.of(name).columns());
            }

            @Override
            public Dataset<Row> events() {
                return table("cloudtrail");
            }

            @Override
            public Settings settings() {
                return Settings.empty();
            }
        };
    }
}
