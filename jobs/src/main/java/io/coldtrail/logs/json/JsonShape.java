package io.coldtrail.logs.json;

import java.util.List;

/**
 * How the JSON of a log holds its records. Paths are names joined by dots.
 *
 * @param record fields of which a record has at least one
 * @param arrays paths of arrays of records
 * @param objects paths of objects that are a record
 * @param strings paths of strings that hold a record
 * @param envelope paths of fields beside these that tell of the records within
 * @param begins bytes that begin a record and stand nowhere else in one, null where there are none: where reading goes on
 *     behind a broken record
 */
public record JsonShape(
        List<String> record,
        List<String> arrays,
        List<String> objects,
        List<String> strings,
        List<String> envelope,
        String begins) {
    /** Records a line, an array, or one alone; nothing around them. */
    public static JsonShape of(String... record) {
        return new JsonShape(List.of(record), List.of(), List.of(), List.of(), List.of(), null);
    }

    /** The same within arrays of these paths. */
    public JsonShape in(String... paths) {
        return new JsonShape(record, List.of(paths), objects, strings, envelope, begins);
    }
}
