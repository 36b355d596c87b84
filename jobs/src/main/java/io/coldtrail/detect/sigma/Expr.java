package io.coldtrail.detect.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a rule asks of a record: its detections, put together by its condition. */
sealed interface Expr {
    boolean holds(RecordFields record);

    /**
     * Fields of which a record must have one of some texts for this to hold: slot to folded texts. What is not said is
     * not known; nothing follows from it.
     */
    Map<Integer, Set<String>> necessary();

    /** All hold; none is none too few. */
    record And(List<Expr> parts) implements Expr {
        @Override
        public boolean holds(RecordFields record) {
            for (Expr part : parts) {
                if (!part.holds(record)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Map<Integer, Set<String>> necessary() {
            Map<Integer, Set<String>> all = new HashMap<>();
            for (Expr part : parts) {
                part.necessary()
                        .forEach((slot, texts) -> all.merge(slot, texts, (a, b) -> a.size() <= b.size() ? a : b));
            }
            return all;
        }
    }

    /** At least one holds. */
    record Or(List<Expr> parts) implements Expr {
        @Override
        public boolean holds(RecordFields record) {
            for (Expr part : parts) {
                if (part.holds(record)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Map<Integer, Set<String>> necessary() {
            List<Map<Integer, Set<String>>> each = new ArrayList<>();
            parts.forEach(p -> each.add(p.necessary()));
            Map<Integer, Set<String>> common = new HashMap<>();
            each.get(0).keySet().stream()
                    .filter(slot -> each.stream().allMatch(m -> m.containsKey(slot)))
                    .forEach(slot -> {
                        Set<String> texts = new HashSet<>();
                        each.forEach(m -> texts.addAll(m.get(slot)));
                        common.put(slot, texts);
                    });
            return common;
        }
    }

    /** At least some number of them hold. */
    record AtLeast(int number, List<Expr> parts) implements Expr {
        @Override
        public boolean holds(RecordFields record) {
            int found = 0;
            for (Expr part : parts) {
                if (part.holds(record) && ++found == number) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Map<Integer, Set<String>> necessary() {
            return new Or(parts).necessary();
        }
    }

    record Not(Expr part) implements Expr {
        @Override
        public boolean holds(RecordFields record) {
            return !part.holds(record);
        }

        @Override
        public Map<Integer, Set<String>> necessary() {
            return Map.of();
        }
    }

    /** The field has a value that passes; of an array, any element. */
    record Has(int slot, ValueTest test) implements Expr {
        @Override
        public boolean holds(RecordFields record) {
            for (Value value : record.values(slot)) {
                if (test.matches(value)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Map<Integer, Set<String>> necessary() {
            Set<String> texts = test.equalities();
            return texts == null ? Map.of() : Map.of(slot, texts);
        }
    }

    /** The field is absent, or null, which the tables do not tell apart. */
    record Absent(int slot) implements Expr {
        @Override
        public boolean holds(RecordFields record) {
            return record.values(slot).isEmpty();
        }

        @Override
        public Map<Integer, Set<String>> necessary() {
            return Map.of();
        }
    }

    /** A value of one field stands in a value of another, in any case unless cased. */
    record Refers(int slot, int other, Place place, boolean cased) implements Expr {
        /** Where. */
        enum Place {
            WHOLE,
            START,
            END,
            ANYWHERE;

            boolean holds(String text, String part) {
                return switch (this) {
                    case WHOLE -> text.equals(part);
                    case START -> text.startsWith(part);
                    case END -> text.endsWith(part);
                    case ANYWHERE -> text.contains(part);
                };
            }
        }

        @Override
        public boolean holds(RecordFields record) {
            for (Value value : record.values(slot)) {
                String text = cased ? value.text() : value.folded();
                for (Value reference : record.values(other)) {
                    String part = cased ? reference.text() : reference.folded();
                    // every text has the empty one in it: that says nothing
                    if (!part.isEmpty() && place.holds(text, part)) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public Map<Integer, Set<String>> necessary() {
            return Map.of();
        }
    }
}
