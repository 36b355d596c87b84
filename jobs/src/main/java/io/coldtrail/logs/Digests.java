package io.coldtrail.logs;

import io.coldtrail.logs.json.EndOfWindow;
import io.coldtrail.logs.json.JsonFields;
import io.coldtrail.logs.json.JsonScanner;
import io.coldtrail.logs.json.JsonShape;
import io.coldtrail.logs.json.MalformedJson;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Digests of CloudTrail log file validation, table {@code digests}: one JSON object each, and the signature in the
 * object's metadata.
 */
final class Digests extends JsonFormat {
    private static final Pattern NAME = Pattern.compile(
            "(?:.*/)?[^/_]+_CloudTrail-Digest_[a-z0-9-]+_(.+)_[a-z0-9-]+_\\d{8}T\\d{6}Z(_backfill)?\\.json(?:\\.gz)?",
            Pattern.DOTALL);

    private final JsonScanner scanner = new JsonScanner();

    Digests() {
        super("digests", JsonShape.of("digestEndTime", "logFiles"));
    }

    static boolean begins(Head head) {
        return head.hasField("digestS3Object") || head.hasField("digestStartTime");
    }

    @Override
    Column derived(StructField field) {
        int files = slot("logFiles");
        int key = slot("digestS3Object");
        return switch (field.name()) {
            case "aws_region" -> () -> UTF8String.fromString(object().region());
            case "trail_name" -> () -> {
                Matcher name = name(key);
                return name == null ? null : UTF8String.fromString(name.group(1));
            };
            case "backfill" -> () -> {
                Matcher name = name(key);
                return name != null && name.group(2) != null;
            };
            case "signature" -> () -> UTF8String.fromString(metadata().get("signature"));
            case "log_files" -> () -> {
                JsonFields f = fields();
                return f.has(files) && f.first(files) == '[' ? text(f.start(files), f.end(files)) : null;
            };
            case "n_log_files" -> () -> count(files);
            default -> null;
        };
    }

    /** The name it was delivered under: its object's, unless that was renamed. */
    private Matcher name(int key) {
        Matcher name = NAME.matcher(object().object());
        if (name.matches()) {
            return name;
        }
        String delivered = fields().text(key);
        Matcher signed = NAME.matcher(delivered == null ? "" : delivered);
        return signed.matches() ? signed : null;
    }

    /** Elements of an array; null where the field is none. */
    private Object count(int slot) {
        JsonFields f = fields();
        if (!f.has(slot) || f.first(slot) != '[') {
            return null;
        }
        scanner.over(f.buffer(), f.end(slot));
        try {
            int p = scanner.space(f.start(slot) + 1);
            int n = 0;
            while (scanner.at(p) != ']') {
                n++;
                p = scanner.space(scanner.value(p, 1));
                if (scanner.at(p) == ',') {
                    p = scanner.space(p + 1);
                }
            }
            return n;
        } catch (MalformedJson | EndOfWindow e) {
            throw new IllegalStateException("this JSON has been scanned before", e);
        }
    }
}
