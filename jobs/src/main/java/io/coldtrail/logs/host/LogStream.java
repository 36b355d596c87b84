package io.coldtrail.logs.host;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log stream of CloudWatch Logs that an event is of.
 *
 * @param owner account, null: not known
 * @param group log group, null: not known
 * @param name name of the stream, null: not known
 */
public record LogStream(String owner, String group, String name) {
    private static final LogStream NONE = new LogStream(null, null, null);

    /** Where an export task puts a stream: {@code [<prefix>/]<task id>/<stream>/000000.gz}. */
    private static final Pattern EXPORTED = Pattern.compile(
            "(?:(?:^|.*/)([^/]+)/)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/([^/]+)/[^/]+", Pattern.DOTALL);

    private static final String DEFAULT_PREFIX = "exportedlogs";

    private static final Pattern INSTANCE =
            Pattern.compile("(?<![0-9A-Za-z])i-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9a-z])");

    /** No stream is known: a file as it lay on its machine. */
    public static LogStream none() {
        return NONE;
    }

    /** The stream of an exported object; its key tells the group where the prefix of the task does. */
    public static LogStream ofExport(String key) {
        Matcher exported = EXPORTED.matcher(key);
        if (!exported.matches()) {
            return NONE;
        }
        String prefix = exported.group(1);
        return new LogStream(null, DEFAULT_PREFIX.equals(prefix) ? null : prefix, exported.group(2));
    }

    /** The instance that a stream's name tells, else a host's, else the key of the object; null where none does. */
    public String instance(String host, String key) {
        for (String text : new String[] {name, host, key}) {
            Matcher instance = text == null ? null : INSTANCE.matcher(text);
            if (instance != null && instance.find()) {
                return instance.group();
            }
        }
        return null;
    }
}
