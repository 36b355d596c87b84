package io.coldtrail.logs.source;

import io.coldtrail.archive.Archive;
import io.coldtrail.archive.ArchiveFilter;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.archive.Packing;
import io.coldtrail.logs.KindByContent;
import io.coldtrail.logs.Ledger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.SparkSession;

/**
 * What a read is to read, packed into tasks, and the ledger it fills. Options of a Spark source are strings, so a plan
 * made by a scan waits here, on the driver, under a number.
 */
public final class ReadPlans {
    /** Tasks a core: enough for a late one not to be waited for alone. */
    private static final int TASKS_A_CORE = 1;

    private static final AtomicLong NEXT = new AtomicLong();
    private static final Map<String, ReadPlan> WAITING = new ConcurrentHashMap<>();

    private ReadPlans() {}

    record ReadPlan(ObjectKind kind, List<List<ObjectRef>> tasks, Ledger ledger) {}

    /**
     * Registers a plan.
     *
     * @param kind what the objects hold: the table that is read
     * @param ledger takes what came of each object; null where nobody asks
     * @return its number, for option {@link ArchiveSource#PLAN}
     */
    public static String add(ObjectKind kind, List<ObjectRef> objects, int cores, Ledger ledger) {
        String number = Long.toString(NEXT.incrementAndGet());
        WAITING.put(number, new ReadPlan(kind, Packing.pack(objects, cores * TASKS_A_CORE), ledger));
        return number;
    }

    /** Forgets a plan. */
    public static void remove(String number) {
        WAITING.remove(number);
    }

    static ReadPlan get(String number) {
        ReadPlan plan = WAITING.get(number);
        if (plan == null) {
            throw new IllegalArgumentException("no read plan " + number + ": it was removed, or made in another JVM");
        }
        return plan;
    }

    static ReadPlan of(String uri, ObjectKind kind) {
        if (uri == null) {
            throw new IllegalArgumentException("say what to read: .load(\"s3://bucket/prefix\") or a local path");
        }
        List<ObjectRef> objects = KindByContent.tell(Archive.list(uri, ArchiveFilter.ALL)).stream()
                .filter(o -> o.kind() == kind)
                .toList();
        int cores = SparkSession.active().sparkContext().defaultParallelism();
        return new ReadPlan(kind, Packing.pack(objects, cores * TASKS_A_CORE), null);
    }
}
