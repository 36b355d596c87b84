package io.coldtrail.detect.hunts;

import io.coldtrail.detect.sigma.RuleHead;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A hunt, or a view that hunts share: one query, and what it says of itself.
 *
 * @param head what it says of itself
 * @param needs tables and views without which it cannot run
 * @param uses tables and views that it reads where they are
 * @param parameters values of its markers, by name: numbers, texts, booleans, arrays of whole numbers or texts
 * @param query one query in Spark SQL
 */
record Hunt(RuleHead head, List<String> needs, List<String> uses, Map<String, Object> parameters, String query) {
    /** All that the query may name. */
    Stream<String> reads() {
        return Stream.concat(needs.stream(), uses.stream());
    }
}
