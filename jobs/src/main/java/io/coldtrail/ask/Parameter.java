package io.coldtrail.ask;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parameter of a question.
 *
 * @param name name, as {@code :name} in the SQL
 * @param example a value
 * @param otherwise the value where none is given; null: one must be
 * @param meaning what it is
 */
public record Parameter(String name, Type type, String example, String otherwise, String meaning) {
    /** What a value may be; a {@code Long}, an {@code Instant} or a {@code String}. */
    public enum Type {
        TEXT,
        NUMBER,
        TIME
    }

    private static final Pattern LINE =
            Pattern.compile("-- :([a-z_]+) (text|number|time), e\\.g\\. (.+?)(?:, else (.+?))? \\| (.+)");

    /** Reads a line of a question's head; null where it is about something else. */
    static Parameter read(String line) {
        Matcher m = LINE.matcher(line);
        return m.matches()
                ? new Parameter(
                        m.group(1),
                        Type.valueOf(m.group(2).toUpperCase(Locale.ROOT)),
                        m.group(3),
                        m.group(4),
                        m.group(5))
                : null;
    }

    /**
     * The value that was given, or the one that holds where none was.
     *
     * @throws QuestionException where one must be given, or is not of the type
     */
    Object value(String given, String question) {
        if (given == null && otherwise == null) {
            throw new QuestionException(
                    question + " asks for --" + name + ": " + meaning + ", e.g. --" + name + " " + example);
        }
        String text = given == null ? otherwise : given;
        try {
            return switch (type) {
                case TEXT -> text;
                case NUMBER -> Long.valueOf(text);
                case TIME -> time(text);
            };
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new QuestionException("--" + name + " " + text + " is no "
                    + type.name().toLowerCase(Locale.ROOT) + ": write it as in --" + name + " " + example);
        }
    }

    private static Instant time(String text) {
        return text.length() == "2022-11-10".length()
                ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(text).toInstant();
    }
}
