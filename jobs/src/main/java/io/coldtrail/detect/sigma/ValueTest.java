package io.coldtrail.detect.sigma;

import com.google.re2j.Pattern;
import io.coldtrail.net.Cidr;
import io.coldtrail.net.IpAddress;
import java.util.Set;

/** What a rule asks of one value. */
sealed interface ValueTest {
    boolean matches(Value value);

    /** The folded texts of which a value must be one to match; null where that cannot be said. */
    default Set<String> equalities() {
        return null;
    }

    /** One of several plain texts, in any case. */
    record OneOf(Set<String> folded) implements ValueTest {
        @Override
        public boolean matches(Value value) {
            return folded.contains(value.folded());
        }

        @Override
        public Set<String> equalities() {
            return folded;
        }
    }

    /** Text with wildcards. */
    record Like(StringPattern pattern, boolean cased) implements ValueTest {
        @Override
        public boolean matches(Value value) {
            return pattern.matches(cased ? value.text() : value.folded());
        }

        @Override
        public Set<String> equalities() {
            String plain = pattern.plain();
            return plain == null ? null : Set.of(Value.fold(plain));
        }
    }

    /** A regular expression, found anywhere. */
    record Regex(Pattern pattern) implements ValueTest {
        @Override
        public boolean matches(Value value) {
            return pattern.matcher(value.text()).find();
        }
    }

    /** An address of a network. */
    record InNetwork(Cidr network) implements ValueTest {
        @Override
        public boolean matches(Value value) {
            IpAddress address = IpAddress.parse(value.text());
            return address != null && network.contains(address);
        }
    }

    /** A number that compares with another. */
    record Compares(Comparison comparison, double bound) implements ValueTest {
        @Override
        public boolean matches(Value value) {
            // NaN, which is no number, compares with nothing
            return comparison.holds(value.number(), bound);
        }
    }

    /** A value of a list that is given beside the rules. */
    record Listed(ValueList list) implements ValueTest {
        @Override
        public boolean matches(Value value) {
            return list.entry(value.text()) != null;
        }
    }

    /** How two numbers compare. */
    enum Comparison {
        EQUAL,
        LT,
        LTE,
        GT,
        GTE;

        boolean holds(double value, double bound) {
            return switch (this) {
                case EQUAL -> value == bound;
                case LT -> value < bound;
                case LTE -> value <= bound;
                case GT -> value > bound;
                case GTE -> value >= bound;
            };
        }
    }
}
