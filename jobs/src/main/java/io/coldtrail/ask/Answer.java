package io.coldtrail.ask;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows that answer a query.
 *
 * @param columns names
 * @param rows cells: {@code Long}, {@code Double}, {@code Boolean}, {@code String} or null; times as of ISO 8601 in UTC
 * @param more true where rows were left out at the end
 */
public record Answer(List<String> columns, List<List<Object>> rows, boolean more) {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    /** The same with its times as the clocks of a zone show them, each with its offset. Text that tells of a time stays. */
    public Answer in(ZoneId zone) {
        if (zone.equals(ZoneOffset.UTC)) {
            return this;
        }
        return new Answer(
                columns,
                rows.stream()
                        .map(row -> Collections.unmodifiableList(
                                row.stream().map(cell -> in(zone, cell)).collect(Collectors.toList())))
                        .toList(),
                more);
    }

    private static Object in(ZoneId zone, Object cell) {
        return cell instanceof String text && TIME.matcher(text).matches()
                ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        Instant.parse(text).atZone(zone))
                : cell;
    }
}
