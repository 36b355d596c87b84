package io.coldtrail.detect.buckets;

import static io.coldtrail.detect.buckets.BucketStates.ACCOUNT_ITEM;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** One bucket's changes, in the order of time, to its states: a row where a setting differs from the row before. */
final class BucketFold implements FlatMapGroupsFunction<String, Row, Row> {
    private static final long serialVersionUID = 1;

    /** AWS Config captures an item minutes after a change; two calls in between, and it tells a state that is gone. */
    private static final Duration CONFIG_LAG = Duration.ofMinutes(15);

    /** A state and what began it; without settings there is no bucket. */
    private record State(BucketSettings settings, Instant from, String change, Row by) {}

    /** @param end last time of the archive; settings that a date changes are changed no later */
    BucketFold(Instant end) {
        this.end = end;
    }

    private final Instant end;

    @Override
    public Iterator<Row> call(String bucket, Iterator<Row> changes) {
        List<Row> rows = new ArrayList<>();
        State state = new State(BucketSettings.UNKNOWN, null, null, null);
        Map<Setting, Instant> called = new EnumMap<>(Setting.class);
        String account = null;
        String region = null;
        while (changes.hasNext()) {
            Row change = changes.next();
            Instant time = change.<Timestamp>getAs("event_time").toInstant();
            if (change.<Boolean>getAs("own")) {
                account = change.getAs("account_id") == null ? account : change.getAs("account_id");
                region = change.getAs("aws_region") == null ? region : change.getAs("aws_region");
            }
            state = encryptedAlways(rows, state, time, bucket, account, region);
            BucketSettings after = after(state.settings(), change, bucket, time, called);
            if (!Objects.equals(after, state.settings())) {
                boolean created = state.by() == null && "CreateBucket".equals(change.getAs("change"));
                if (state.settings() != null && !created) {
                    rows.add(row(state, time, bucket, account, region));
                }
                String log = change.getAs("log");
                String name = log.equals(BucketStates.CONFIG) ? "ConfigurationItem" : change.getAs("change");
                state = new State(after, time, name, change);
            }
        }
        state = encryptedAlways(rows, state, end, bucket, account, region);
        if (state.settings() != null) {
            rows.add(row(state, null, bucket, account, region));
        }
        return rows.iterator();
    }

    /**
     * Settings after a change; null after which there is no bucket.
     *
     * @param called when a call last told a setting
     */
    private static BucketSettings after(
            BucketSettings now, Row change, String bucket, Instant time, Map<Setting, Instant> called) {
        JsonNode said = Json.parse(change.getAs("said"));
        String name = change.getAs("change");
        BucketSettings before = now == null ? BucketSettings.UNKNOWN : now;
        if (!BucketStates.CONFIG.equals(change.getAs("log"))) {
            Setting.toldBy(name).forEach(setting -> called.put(setting, time));
            return SettingChange.apply(before, name, said, bucket, time);
        }
        Set<Setting> open = EnumSet.allOf(Setting.class);
        open.removeIf(setting -> called.containsKey(setting)
                && !called.get(setting).plus(CONFIG_LAG).isBefore(time));
        boolean deleted = change.<String>getAs("status").contains("Deleted");
        if (name.equals(ACCOUNT_ITEM)) {
            PublicAccessBlock block = deleted ? PublicAccessBlock.OFF : PublicAccessBlock.of(said);
            return open.contains(Setting.ACCOUNT_BLOCK) ? before.withAccountBlock(block) : now;
        }
        if (!open.contains(Setting.EXISTENCE) && (deleted || now == null)) {
            return now;
        }
        return deleted ? null : SettingChange.configured(before, said, bucket, time, open);
    }

    /** No call ended the time of objects without encryption: S3 did. */
    private static State encryptedAlways(
            List<Row> rows, State state, Instant now, String bucket, String account, String region) {
        Instant since = SettingChange.ALWAYS_ENCRYPTED;
        if (state.settings() == null
                || state.from() == null
                || now == null
                || now.isBefore(since)
                || !state.from().isBefore(since)
                || !SettingChange.noneAt(state.from()).equals(state.settings().encryption())) {
            return state;
        }
        rows.add(row(state, since, bucket, account, region));
        return new State(
                state.settings().withEncryption(SettingChange.noneAt(since), null),
                since,
                "S3 encrypts by default",
                state.by());
    }

    private static Row row(State state, Instant to, String bucket, String account, String region) {
        BucketSettings s = state.settings();
        PublicAccessBlock block = s.block();
        Row by = state.by();
        return RowFactory.create(
                bucket,
                account,
                region,
                state.from() == null ? null : Timestamp.from(state.from()),
                to == null ? null : Timestamp.from(to),
                state.change(),
                by == null ? null : by.getAs("changed_by"),
                words(s.grants()),
                words(s.policy()),
                s.ownership(),
                block.blockAcls(),
                block.ignoreAcls(),
                block.blockPolicy(),
                block.restrictBuckets(),
                s.encryption(),
                s.kmsKey(),
                s.versioning(),
                s.publicList(),
                s.publicGet(),
                s.publicPut(),
                by == null ? null : by.getAs("log"),
                by == null ? null : by.getAs("object"),
                by == null ? null : by.getAs("record_index"));
    }

    private static String words(Set<String> words) {
        return words == null ? null : String.join(", ", words);
    }
}
