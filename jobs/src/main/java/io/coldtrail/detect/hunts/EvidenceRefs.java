package io.coldtrail.detect.hunts;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/**
 * References to records, of which only some of the first and some of the last in time are kept: what shows a run of
 * records, whatever their number, in a space that is bounded. The order in which they come changes nothing.
 */
public final class EvidenceRefs implements Serializable {
    private static final long serialVersionUID = 1L;

    /** References that a hit carries. */
    static final int MOST = 20;

    /**
     * A record.
     *
     * @param time when, microseconds
     * @param log its table
     * @param object its object
     * @param index its place there
     */
    public record Ref(long time, String log, String object, int index) implements Serializable, Comparable<Ref> {
        private static final Comparator<Ref> ORDER = Comparator.comparingLong(Ref::time)
                .thenComparing(Ref::log)
                .thenComparing(Ref::object)
                .thenComparingInt(Ref::index);

        @Override
        public int compareTo(Ref other) {
            return ORDER.compare(this, other);
        }
    }

    private final TreeSet<Ref> first = new TreeSet<>();
    private final TreeSet<Ref> last = new TreeSet<>();

    public void add(Ref ref) {
        first.add(ref);
        if (first.size() > MOST / 2) {
            first.pollLast();
        }
        last.add(ref);
        if (last.size() > MOST / 2) {
            last.pollFirst();
        }
    }

    /**
     * Spark reads a state back by a class loader of its own, which under spark-submit does not know the job jar: it travels
     * as a list of what Java has.
     */
    private Object writeReplace() {
        ArrayList<Object> values = new ArrayList<>();
        refs().forEach(ref -> values.addAll(List.of(ref.time(), ref.log(), ref.object(), ref.index())));
        return values;
    }

    /** A state, be it one that travelled. */
    public static EvidenceRefs of(Serializable state) {
        if (state instanceof EvidenceRefs refs) {
            return refs;
        }
        EvidenceRefs refs = new EvidenceRefs();
        Iterator<?> values = ((List<?>) state).iterator();
        while (values.hasNext()) {
            refs.add(new Ref(
                    (Long) values.next(), (String) values.next(), (String) values.next(), (Integer) values.next()));
        }
        return refs;
    }

    public void addAll(EvidenceRefs other) {
        other.refs().forEach(this::add);
    }

    /** In order of time. */
    public List<Ref> refs() {
        TreeSet<Ref> all = new TreeSet<>(first);
        all.addAll(last);
        return new ArrayList<>(all);
    }
}
