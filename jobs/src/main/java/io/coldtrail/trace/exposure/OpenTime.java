package io.coldtrail.trace.exposure;

import io.coldtrail.trace.incident.Cell;
import io.coldtrail.trace.incident.Evidence;
import java.time.Instant;
import org.apache.spark.sql.Row;

/**
 * One state of a bucket, and from when to when it held.
 *
 * @param from null: since before the archive
 * @param to null: to its end
 * @param list yes, no, unknown: anyone may list
 * @param get yes, no, unknown: anyone may get objects
 */
record OpenTime(
        Instant from,
        Instant to,
        String list,
        String get,
        String encryption,
        String versioning,
        String change,
        String by,
        Row ref) {
    static OpenTime of(Row state) {
        String log = Cell.text(state, "log");
        return new OpenTime(
                Cell.time(state, "valid_from"),
                Cell.time(state, "valid_to"),
                Cell.text(state, "public_list"),
                Cell.text(state, "public_get"),
                Cell.text(state, "encryption"),
                Cell.text(state, "versioning"),
                Cell.text(state, "change"),
                Cell.text(state, "changed_by"),
                log == null
                        ? null
                        : Evidence.ref(log, Cell.text(state, "object"), (int) Cell.number(state, "record_index")));
    }

    boolean holds(Instant time) {
        return time != null && (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
    }

    boolean isOpen() {
        return list.equals("yes") || get.equals("yes");
    }
}
