package io.coldtrail.ask.athena;

import io.coldtrail.ask.Question;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** A question as Athena takes it: values are literals. In its strings only the quote is special, and is doubled. */
public final class AthenaSql {
    /** Of milliseconds, as its Delta columns are: a finer one would keep it from skipping files. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private AthenaSql() {}

    public static String of(Question question, Map<String, Object> values) {
        return question.sql(values, AthenaSql::literal);
    }

    static String literal(Object value) {
        if (value instanceof Long number) {
            return number.toString();
        }
        if (value instanceof Instant time) {
            return "TIMESTAMP '" + TIME.format(time) + " UTC'";
        }
        return "'" + value.toString().replace("'", "''") + "'";
    }
}
