package io.coldtrail.trace;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges what {@link ActivityFold} gives, on the driver. A value that many activities share is held once, and told from
 * others by its number.
 */
final class Activities {
    private static final int TOLD_BY = ActivityFold.TOLD_BY.size();
    private static final int SHARED = TOLD_BY + ActivityFold.TRAITS.size();

    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Object> values = new ArrayList<>();
    private final Map<Key, Sum> sums = new HashMap<>();
    private final Map<Object, Object> held = new HashMap<>();

    private Activities() {}

    /** In the order of their first events. */
    static List<Activity> of(List<ActivityFold.Folded> parts) {
        Activities activities = new Activities();
        parts.forEach(activities::add);
        List<Activity> all = new ArrayList<>(activities.sums.size());
        activities.sums.forEach((key, sum) -> all.add(activities.activity(key.numbers, sum)));
        Activity[] ordered = all.toArray(Activity[]::new);
        Arrays.parallelSort(ordered, (x, y) -> x.first().compareTo(y.first()));
        return Arrays.asList(ordered);
    }

    /** Numbers of the values that tell an activity from others. */
    private record Key(int[] numbers) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(numbers, key.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }
    }

    private static final class Sum {
        private final int[] traits;
        private long n;
        private long denied;
        private EventRef first;
        private EventRef last;

        private Sum(int[] traits) {
            this.traits = traits;
        }
    }

    private void add(ActivityFold.Folded part) {
        int[] numbered = new int[part.values().length];
        for (int i = 0; i < numbered.length; i++) {
            numbered[i] = number(part.values()[i]);
        }
        for (int i = 0; i < part.n().length; i++) {
            int[] shared = new int[SHARED];
            for (int column = 0; column < SHARED; column++) {
                shared[column] = numbered[part.shared()[i * SHARED + column]];
            }
            int[] traits = Arrays.copyOfRange(shared, TOLD_BY, SHARED);
            Sum sum = sums.computeIfAbsent(new Key(Arrays.copyOf(shared, TOLD_BY)), k -> new Sum(traits));
            for (int trait = 0; trait < traits.length; trait++) {
                sum.traits[trait] = greater(sum.traits[trait], traits[trait]);
            }
            sum.n += part.n()[i];
            sum.denied += part.denied()[i];
            EventRef first = ref(part.first(), i, numbered);
            sum.first = sum.first == null || first.compareTo(sum.first) < 0 ? first : sum.first;
            EventRef last = ref(part.last(), i, numbered);
            sum.last = sum.last == null || last.compareTo(sum.last) > 0 ? last : sum.last;
        }
    }

    private int number(Object value) {
        Integer number = numbers.get(value);
        if (number == null) {
            number = values.size();
            numbers.put(value, number);
            values.add(value);
        }
        return number;
    }

    /** Of two values that the records give, the greater; any rather than none. */
    @SuppressWarnings("unchecked")
    private int greater(int x, int y) {
        if (x == y || values.get(y) == null) {
            return x;
        }
        Comparable<Object> value = (Comparable<Object>) values.get(x);
        return value == null || value.compareTo(values.get(y)) < 0 ? y : x;
    }

    private EventRef ref(ActivityFold.Refs refs, int i, int[] numbered) {
        return new EventRef(
                instant(refs.micros()[i]),
                refs.eventIds()[i],
                (String) values.get(numbered[refs.objects()[i]]),
                refs.recordIndexes()[i]);
    }

    private Activity activity(int[] toldBy, Sum sum) {
        Shared of = name -> values.get(toldBy[ActivityFold.TOLD_BY.indexOf(name)]);
        Shared traits = name -> values.get(sum.traits[ActivityFold.TRAITS.indexOf(name)]);
        Long created = (Long) of.value("session_created");
        String keyless = of.text("keyless");
        String ident = keyless != null
                ? keyless
                : Ident.withKey(
                        of.text("acct"), of.text("uid"), of.text("user_arn"), created, of.text("access_key_id"));
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
                one(new Activity.Traits(
                        traits.text("issuer_arn"),
                        traits.text("user_name"),
                        traits.text("source_identity"),
                        traits.text("on_behalf_of"),
                        traits.text("web_id_provider"),
                        traits.text("in_scope_of"),
                        (Boolean) traits.value("mfa"))),
                sum.n,
                sum.denied,
                sum.first,
                sum.last);
    }

    @SuppressWarnings("unchecked")
    private <T> T one(T value) {
        Object same = held.putIfAbsent(value, value);
        return same == null ? value : (T) same;
    }

    /** A column's value. */
    private interface Shared {
        Object value(String column);

        default String text(String column) {
            return (String) value(column);
        }
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
