package io.coldtrail.detect;

import io.coldtrail.detect.DetectionInput.ListText;
import io.coldtrail.detect.hunts.Hunting;
import io.coldtrail.detect.sigma.RuleText;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;

/** A small case made by hand, event by event, for hunts to run on. */
final class HuntCase {
    static final String ACCOUNT = "111122223333";
    static final String REGION = "us-west-2";

    final Case kase;
    private final Map<String, List<Row>> tables = new LinkedHashMap<>();

    HuntCase(Case kase) {
        this.kase = kase;
    }

    /** Adds a row; texts that are instants stand for times; an event has its place in {@code <table>.gz}. */
    int add(String table, Object... cells) {
        Map<String, Object> row = new HashMap<>();
        List<Row> rows = tables.computeIfAbsent(table, t -> new ArrayList<>());
        for (int i = 0; i < cells.length; i += 2) {
            row.put((String) cells[i], cells[i + 1]);
        }
        Object time = row.get("event_time");
        if (time != null) {
            row.putIfAbsent("object", table + ".gz");
            row.putIfAbsent("record_index", rows.size());
            row.put("event_date", Date.valueOf(LocalDate.ofInstant(instant(time), ZoneOffset.UTC)));
            row.put("record_form", "bytes");
        }
        StructField[] columns = TableSchema.of(table).columns().fields();
        Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            Object value = row.remove(columns[i].name());
            boolean timestamp = columns[i].dataType().typeName().equals("timestamp");
            values[i] = timestamp && value != null ? Timestamp.from(instant(value)) : value;
        }
        row.keySet().removeAll(Set.of("event_date", "record_form", "object", "record_index"));
        if (!row.isEmpty()) {
            throw new IllegalArgumentException(table + " has no " + row.keySet());
        }
        rows.add(RowFactory.create(values));
        return rows.size() - 1;
    }

    private static Instant instant(Object time) {
        return time instanceof Instant instant ? instant : Instant.parse((String) time);
    }

    /** Writes the tables, and runs hunts with one threat list. */
    Hunting.Outcome hunt(String threatList, List<RuleText> hunts) {
        tables.forEach(kase::replace);
        DetectionInput input = new DetectionInput(List.of(), List.of(new ListText("bad.txt", threatList)));
        try (RuleMatching open =
                new RuleMatching(kase.spark(), input, input.compile().index())) {
            return Hunting.run(kase, hunts, RuleFiles.views(), Set.of());
        }
    }
}
