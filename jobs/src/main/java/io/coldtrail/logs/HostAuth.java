package io.coldtrail.logs;

import io.coldtrail.archive.ObjectRef;
import io.coldtrail.logs.host.AuthAction;
import io.coldtrail.logs.host.AuthMessage;
import io.coldtrail.logs.host.LogStream;
import io.coldtrail.logs.host.RepeatedMessage;
import io.coldtrail.logs.host.SyslogLine;
import io.coldtrail.logs.json.FieldTree;
import io.coldtrail.logs.json.JsonFields;
import io.coldtrail.logs.json.JsonRecords;
import io.coldtrail.logs.json.JsonShape;
import io.coldtrail.logs.records.Content;
import io.coldtrail.logs.records.Lines;
import io.coldtrail.logs.records.Records;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What sshd and PAM say of clients, table {@code host_auth}: lines of /var/log/secure or auth.log, as CloudWatch Logs
 * exports them (each event begins with a time stamp of 24 characters), as its subscriptions deliver them (JSON
 * envelopes), or as they are. Of other programs' lines no row is made.
 *
 * <p>https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
final class HostAuth extends LogFormat {
    private static final int ID = 0;
    private static final int TIMESTAMP = 1;
    private static final int MESSAGE = 2;

    private static final int MESSAGE_TYPE = 0;
    private static final int OWNER = 1;
    private static final int LOG_GROUP = 2;
    private static final int LOG_STREAM = 3;
    private static final JsonShape ENVELOPES = new JsonShape(
            List.of("id", "message"),
            List.of("logEvents"),
            List.of(),
            List.of(),
            List.of("messageType", "owner", "logGroup", "logStream", "subscriptionFilters"),
            "{\"id\":");

    private static final Map<AuthAction, UTF8String> ACTIONS = new EnumMap<>(AuthAction.class);

    static {
        for (AuthAction action : AuthAction.values()) {
            ACTIONS.put(action, UTF8String.fromString(action.word()));
        }
    }

    /** What is known of all events of an object's lines. */
    private enum Kind {
        /** Not yet told. */
        NEW,
        EXPORT,
        PLAIN,
        ENVELOPES
    }

    private static final Pattern SYSLOG = Pattern.compile(
            "(?:\\d{4}-\\d\\d-\\d\\dT\\S{13}Z |\\d{13} )?"
                    + "(?:[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d|\\d{4}-\\d\\d-\\d\\dT\\S+) \\S+ [\\w./-]+(?:\\([^)]*\\))?(?:\\[\\d+])?: ");

    private Lines lines;
    private JsonRecords envelopes;
    private Kind kind;
    private LogStream stream;
    private SyslogLine before;
    private LogStream beforeIn;

    // the event at hand
    private long envelopeTime;
    private String message;
    private SyslogLine line;
    private SyslogLine says;
    private int repeats;
    private AuthMessage told;

    /** Syslog of whatever program, for sshd may begin to speak later. */
    static boolean begins(Head head) {
        return head.hasField("logEvents") && head.hasField("messageType")
                || SYSLOG.matcher(head.firstLine()).lookingAt();
    }

    @Override
    Records open(ObjectRef ref, Content content) {
        before = null;
        beforeIn = null;
        byte first = firstByte(content);
        if (first == '{' || first == '[') {
            kind = Kind.ENVELOPES;
            if (envelopes == null) {
                envelopes = envelopes();
            }
            return envelopes;
        }
        kind = Kind.NEW;
        if (lines == null) {
            lines = new Lines(rejects());
        }
        return lines;
    }

    private static byte firstByte(Content content) {
        for (byte b : content.first()) {
            if (b > ' ') {
                return b;
            }
        }
        return 0;
    }

    private JsonRecords envelopes() {
        FieldTree tree = new FieldTree();
        tree.want("id", ID);
        tree.want("timestamp", TIMESTAMP);
        tree.want("message", MESSAGE);
        return new JsonRecords(tree, 3, new int[] {ID, MESSAGE}, ENVELOPES, rejects());
    }

    @Override
    boolean take() {
        told = null;
        return kind == Kind.ENVELOPES ? takeEvent() : takeLine();
    }

    private boolean takeEvent() {
        if ("CONTROL_MESSAGE".equals(envelopes.envelope(MESSAGE_TYPE))) {
            return skip();
        }
        JsonFields event = envelopes.fields();
        stream =
                new LogStream(envelopes.envelope(OWNER), envelopes.envelope(LOG_GROUP), envelopes.envelope(LOG_STREAM));
        String timestamp = event.text(TIMESTAMP);
        String text = event.text(MESSAGE);
        envelopeTime = timestamp == null ? EventTime.NONE : EventTime.ofEpochMillis(timestamp);
        return says(text == null ? "" : text);
    }

    private boolean takeLine() {
        byte[] b = lines.buffer();
        int stamp = exportStamp(b, lines.start(), lines.end());
        if (kind == Kind.NEW) {
            kind = stamp > 0 ? Kind.EXPORT : Kind.PLAIN;
            stream = kind == Kind.EXPORT ? LogStream.ofExport(object().object()) : LogStream.none();
        }
        if (kind == Kind.EXPORT && stamp == 0) {
            // a message of several lines goes on, and what sshd says is one line: whoever writes these is another
            lines.isHeader();
            return false;
        }
        int from = kind == Kind.EXPORT ? stamp : lines.start();
        return says(new String(b, from, lines.end() - from, StandardCharsets.UTF_8));
    }

    /**
     * Reads the time stamp of an exported event, {@code 2022-11-09T10:15:32.000Z} or milliseconds.
     *
     * @return where the message begins, 0 where there is no stamp
     */
    private int exportStamp(byte[] b, int from, int to) {
        envelopeTime = EventTime.NONE;
        int end = from;
        while (end < to && b[end] != ' ') {
            end++;
        }
        boolean iso = end - from == 24 && b[from + 10] == 'T' && b[end - 1] == 'Z';
        boolean millis = end - from == 13;
        if (iso) {
            envelopeTime = EventTime.micros(b, from, end);
        } else if (millis) {
            envelopeTime = EventTime.ofEpochMillis(new String(b, from, end - from, StandardCharsets.US_ASCII));
        }
        return envelopeTime == EventTime.NONE ? 0 : Math.min(end + 1, to);
    }

    /** Takes a message; false where it is not sshd's. */
    private boolean says(String text) {
        message = text;
        int feed = text.indexOf('\n');
        line = SyslogLine.of(feed < 0 ? text : text.substring(0, feed));
        if (line == null) {
            return skip();
        }
        repeats = line.repeatsLast();
        if (repeats > 0) {
            boolean known =
                    before != null && Objects.equals(before.host(), line.host()) && Objects.equals(beforeIn, stream);
            says = known ? before : line;
            return !known || says.isSshd() || skip();
        }
        before = line;
        beforeIn = stream;
        says = line;
        repeats = 1;
        if (!line.isSshd()) {
            return skip();
        }
        RepeatedMessage repeated = RepeatedMessage.of(line.text());
        if (repeated != null) {
            repeats = repeated.times();
            says = line.saying(repeated.text());
            before = says;
        }
        return true;
    }

    private AuthMessage told() {
        if (told == null) {
            told = AuthMessage.of(says.text());
        }
        return told;
    }

    @Override
    long micros() {
        if (line.stamp() == null) {
            return envelopeTime;
        }
        Instant time;
        if (envelopeTime != EventTime.NONE) {
            time = line.stamp().nearest(Instant.ofEpochSecond(envelopeTime / 1_000_000L));
        } else {
            Instant known = object().delivered() != null ? object().delivered() : object().lastModified();
            time = known == null ? null : line.stamp().before(known);
        }
        return time == null ? envelopeTime : time.getEpochSecond() * 1_000_000L + time.getNano() / 1000;
    }

    /** Two equal lines are two events: a stamp of syslog tells the second. */
    @Override
    boolean countsEqualRecords() {
        return true;
    }

    @Override
    Column column(StructField field) {
        return switch (field.name()) {
            case "account_id" -> () -> text(stream.owner());
            case "aws_region" -> () -> UTF8String.fromString(object().region());
            case "log_group" -> () -> text(stream.group());
            case "log_stream" -> () -> text(stream.name());
            case "instance_id" -> () -> text(stream.instance(line.host(), object().object()));
            case "host" -> () -> text(line.host());
            case "program" -> () -> text(says.program());
            case "pid" -> () -> says.pid();
            case "action" -> () -> ACTIONS.get(told().action());
            case "method" -> () -> text(told().method());
            case "user_name" -> () -> text(told().user());
            case "user_valid" -> () -> told().userValid();
            case "source_ip" -> () -> text(told().sourceIp());
            case "source_port" -> () -> told().sourcePort();
            case "key_fingerprint" -> () -> text(told().fingerprint());
            case "repeats" -> () -> repeats;
            case "envelope_time" -> () -> envelopeTime == EventTime.NONE ? null : (Object) envelopeTime;
            case "message" -> () -> text(message);
            case "event_id" -> this::id;
            default -> null;
        };
    }

    private UTF8String id() {
        UTF8String id = kind == Kind.ENVELOPES ? text(envelopes.fields().text(ID)) : null;
        return id != null ? id : hashId();
    }

    private static UTF8String text(String value) {
        return value == null || value.isEmpty() ? null : UTF8String.fromString(value);
    }
}
