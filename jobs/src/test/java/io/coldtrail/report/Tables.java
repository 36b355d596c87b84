package io.coldtrail.report;

import io.coldtrail.lake.EventHours;
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
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
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

    Tables row(String table, Object... cells) {
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

    /**
     * Adds rows of a text: names of columns in its first line, a row in each other, cells between bars. An empty cell is
     * null, a column that ends in ! is a text that the log's author chose, a clock time is on the day of the story.
     *
     * @param more names and values, in turn, that every row has besides
     */
    Tables add(String table, String text, Object... more) {
        List<String> lines = text.lines().toList();
        String[] names = lines.get(0).split("\\|");
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split("\\|", -1);
            List<Object> cells = new ArrayList<>(List.of(more));
            for (int i = 0; i < names.length; i++) {
                boolean chosen = names[i].strip().endsWith("!");
                String name = names[i].strip().replace("!", "");
                cells.add(name);
                cells.add(parse(TableSchema.of(table).columns().apply(name), values[i].strip(), chosen));
            }
            row(table, cells.toArray());
        }
        return this;
    }

    private Object parse(StructField field, String cell, boolean chosen) {
        if (cell.isEmpty()) {
            return null;
        }
        if (field.dataType().equals(DataTypes.StringType)) {
            return chosen ? log(cell) : cell;
        }
        if (field.dataType().equals(DataTypes.TimestampType)) {
            return StoryCase.at(cell);
        }
        if (field.dataType() instanceof ArrayType) {
            return Stream.of(cell.split(", ")).map(c -> chosen ? log(c) : c).toList();
        }
        return field.dataType().equals(DataTypes.DoubleType) ? (Object) Double.valueOf(cell) : Long.valueOf(cell);
    }

    private static Object cast(StructField field, Object value) {
        if (value instanceof Instant time) {
            return Timestamp.from(time);
        }
        if (value instanceof Number n && !field.dataType().equals(DataTypes.DoubleType)) {
            return field.dataType().equals(DataTypes.LongType) ? (Object) n.longValue() : (Object) n.intValue();
        }
        return value;
    }

    /** The case as a run leaves it that did not write these tables. */
    Tables without(String... tables) {
        List.of(tables).forEach(rows::remove);
        return this;
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
                return name.equals(EventHours.TABLE)
                        ? EventHours.of(this::table)
                        : spark.createDataFrame(
                                rows.getOrDefault(name, List.of()),
                                TableSchema.of(name).columns());
            }

            @Override
            public Settings settings() {
                return Settings.empty();
            }
        };
    }
}
