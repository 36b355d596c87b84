package io.coldtrail.trace;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Merges what {@link ActivityFold} gives, on the driver. A value that many activities share is held once. */
final class Activities {
    private final Map<Object, Object> held = new HashMap<>();
    private final Map<Activity, Activity> merged = new HashMap<>();

    private Activities() {}

    /** In the order of their first events. */
    static List<Activity> of(List<ActivityFold.Folded> parts) {
        Activities activities = new Activities();
        parts.forEach(activities::add);
        List<Activity> all = new ArrayList<>(activities.merged.values());
        all.sort((x, y) -> x.first().compareTo(y.first()));
        return all;
    }

    private void add(ActivityFold.Folded part) {
        Object[] values = part.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = one(values[i]);
        }
        for (ActivityFold.Sum sum : part.sums()) {
            Activity activity = activity(sum, values);
            merged.merge(activity.bare(), activity, Activity::and);
        }
    }

    @SuppressWarnings("unchecked")
    private <T> T one(T value) {
        Object same = value == null ? null : held.putIfAbsent(value, value);
        return same == null ? value : (T) same;
    }

    private Activity activity(ActivityFold.Sum sum, Object[] values) {
        Shared of = name -> values[sum.shared()[ActivityFold.SHARED.indexOf(name)]];
        Long created = (Long) of.value("session_created");
        String keyless = of.text("keyless");
        String ident = keyless != null
                ? keyless
                : Ident.withKey(
                        of.text("acct"), of.text("uid"), of.text("user_arn"), created, of.text("access_key_id"));
        Activity.Traits traits = new Activity.Traits(
                of.text("issuer_arn"),
                of.text("user_name"),
                of.text("source_identity"),
                of.text("on_behalf_of"),
                of.text("web_id_provider"),
                of.text("in_scope_of"),
                (Boolean) of.value("mfa"));
        return new Activity(
                one(ident),
                of.text("acct"),
                of.text("uid"),
                of.text("user_arn"),
                of.text("user_type"),
                created == null ? null : one(instant(created)),
                of.text("access_key_id"),
                of.text("ip"),
                of.text("vpc_endpoint_id"),
                of.text("service"),
                of.text("ua"),
                (Boolean) of.value("presigned"),
                (Long) of.value("day"),
                one(traits),
                sum.n(),
                sum.denied(),
                ref(sum.first(), values),
                ref(sum.last(), values));
    }

    /** A column's value. */
    private interface Shared {
        Object value(String column);

        default String text(String column) {
            return (String) value(column);
        }
    }

    private static EventRef ref(ActivityFold.Ref ref, Object[] values) {
        return new EventRef(instant(ref.micros()), ref.eventId(), (String) values[ref.object()], ref.recordIndex());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
