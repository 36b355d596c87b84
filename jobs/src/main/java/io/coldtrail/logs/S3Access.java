package io.coldtrail.logs;

import io.coldtrail.archive.ObjectRef;
import io.coldtrail.lake.Outcome;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.logs.access.AccessField;
import io.coldtrail.logs.access.AccessLine;
import io.coldtrail.logs.access.LoggedKey;
import io.coldtrail.logs.access.SignedUri;
import io.coldtrail.logs.records.Content;
import io.coldtrail.logs.records.Lines;
import io.coldtrail.logs.records.Reason;
import io.coldtrail.logs.records.Records;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * S3 server access logs, table {@code s3_access}: a line a request.
 *
 * <p>https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
final class S3Access extends LogFormat {
    private static final Map<Outcome, UTF8String> WORDS = new EnumMap<>(Outcome.class);

    static {
        for (Outcome outcome : List.of(Outcome.SUCCESS, Outcome.DENIED, Outcome.FAILED, Outcome.THROTTLED)) {
            WORDS.put(outcome, UTF8String.fromString(outcome.word()));
        }
    }

    private static final Pattern BEGIN = Pattern.compile(
            "\\S+ \\S+ \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}] \\S+ \\S+ \\S+ [A-Z0-9]+\\..*");

    private final AccessLine line = new AccessLine();
    private Lines lines;

    static boolean begins(Head head) {
        return BEGIN.matcher(head.firstLine()).matches();
    }

    @Override
    Records open(ObjectRef ref, Content content) {
        if (lines == null) {
            lines = new Lines(rejects());
        }
        return lines;
    }

    @Override
    boolean take() {
        String problem = line.read(lines.buffer(), lines.start(), lines.end());
        return problem == null || reject(Reason.MALFORMED, problem);
    }

    @Override
    long micros() {
        return line.has(AccessField.TIME)
                ? AccessTime.micros(line.buffer(), line.start(AccessField.TIME), line.end(AccessField.TIME))
                : EventTime.NONE;
    }

    @Override
    Column column(StructField field) {
        return switch (field.name()) {
            case "event_time" -> null;
            case "account_id" -> () -> UTF8String.fromString(object().account());
            case "aws_region" -> () -> {
                UTF8String region = text(AccessField.SOURCE_REGION);
                return region != null ? region : UTF8String.fromString(object().region());
            };
            case "object_key" -> this::key;
            case "outcome" -> this::outcome;
            case "access_key_id" -> this::signingKey;
            case "ambiguous" -> line::ambiguous;
            default -> asLogged(field);
        };
    }

    private Column asLogged(StructField field) {
        List<String> sources = TableSchema.sources(field.getComment().get());
        if (sources.isEmpty()) {
            return null;
        }
        AccessField from = AccessField.of(sources.get(0));
        if (field.dataType().equals(DataTypes.LongType)) {
            return () -> number(from);
        } else if (field.dataType().equals(DataTypes.IntegerType)) {
            return () -> {
                Long value = number(from);
                return value == null || value > Integer.MAX_VALUE ? null : (Object) value.intValue();
            };
        }
        return () -> text(from);
    }

    private UTF8String text(AccessField field) {
        return line.has(field) ? text(line.start(field), line.end(field)) : null;
    }

    /** A whole number; null where the line has none, or one beyond any size. */
    private Long number(AccessField field) {
        int length = line.end(field) - line.start(field);
        if (!line.has(field) || length > 18) {
            return null;
        }
        long value = 0;
        for (int p = line.start(field); p < line.end(field); p++) {
            value = value * 10 + line.buffer()[p] - '0';
        }
        return value;
    }

    private UTF8String key() {
        int from = line.start(AccessField.KEY);
        int to = line.end(AccessField.KEY);
        return !line.has(AccessField.KEY) || LoggedKey.isPlain(line.buffer(), from, to)
                ? text(AccessField.KEY)
                : UTF8String.fromString(LoggedKey.decoded(line.buffer(), from, to));
    }

    private UTF8String outcome() {
        Long status = number(AccessField.HTTP_STATUS);
        return status == null ? null : WORDS.get(outcome(status.intValue()));
    }

    private Outcome outcome(int status) {
        return switch (status) {
            case 401, 403 -> Outcome.DENIED;
            case 503 -> "SlowDown".equals(String.valueOf(text(AccessField.ERROR_CODE)))
                    ? Outcome.THROTTLED
                    : Outcome.FAILED;
            default -> status < 400 ? Outcome.SUCCESS : Outcome.FAILED;
        };
    }

    /** The access key of a presigned request; one that is only named in the URI of another request signed nothing. */
    private UTF8String signingKey() {
        if (line.sureUriEnd() == 0
                || !line.has(AccessField.AUTHENTICATION_TYPE)
                || line.buffer()[line.start(AccessField.AUTHENTICATION_TYPE)] != 'Q') {
            return null;
        }
        int from = line.start(AccessField.REQUEST_URI);
        return UTF8String.fromString(
                SignedUri.accessKey(new String(line.buffer(), from, line.sureUriEnd() - from, StandardCharsets.UTF_8)));
    }
}
