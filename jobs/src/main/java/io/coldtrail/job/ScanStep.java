package io.coldtrail.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.coldtrail.archive.Archive;
import io.coldtrail.archive.ArchiveFilter;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.archive.ObjectStatus;
import io.coldtrail.lake.Batch;
import io.coldtrail.lake.Batches;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Duplicates;
import io.coldtrail.lake.Settings;
import io.coldtrail.lake.Together;
import io.coldtrail.logs.KindByContent;
import io.coldtrail.logs.Ledger;
import io.coldtrail.logs.LogFormats;
import io.coldtrail.logs.ObjectResult;
import io.coldtrail.logs.Reject;
import io.coldtrail.logs.source.ArchiveSource;
import io.coldtrail.logs.source.ReadPlans;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Reads what the case does not have yet into the tables of its logs, {@code rejects} and {@code objects}, batch by
 * batch, each exactly once: its plan is written first, {@code objects} last, and a batch that stopped between is taken
 * up where it stopped.
 */
final class ScanStep {
    /** What came of the objects is held on the driver until a batch is committed: about 200 bytes each. */
    private static final int OBJECTS_A_BATCH = 200_000;

    /** Stored; some 50,000 records. */
    private static final long FEW_BYTES = 8L << 20;

    /** So that a batch that stopped is not much work lost. */
    private static final long BYTES_A_BATCH = 4L << 30;

    /** Of these the bytes were had. */
    private static final Set<ObjectStatus> GRANTED =
            EnumSet.of(ObjectStatus.READ, ObjectStatus.PARTIAL, ObjectStatus.UNREADABLE, ObjectStatus.EMPTY);

    private final Case kase;
    private final SparkSession spark;
    private final Progress progress;
    private final Batches batches;
    private boolean granted;

    ScanStep(Case kase, Progress progress) {
        this.kase = kase;
        this.spark = kase.spark();
        this.progress = progress;
        this.batches = new Batches(kase);
    }

    /**
     * Scans, and remembers what was asked.
     *
     * @throws UsageException where there is nothing to read
     */
    void run(Settings settings) {
        settings.archives().forEach(archive -> SharedPlace.check("archive", archive));
        progress.phase("list", String.join(" ", settings.archives()));
        ArchiveFilter filter =
                new ArchiveFilter(settings.from(), settings.to(), settings.accounts(), settings.regions());
        List<ObjectRef> listed = Archive.list(settings.archives(), kinds(settings.sources()), filter);
        List<Batch> unfinished = batches.unfinished();
        Set<String> met = known();
        unfinished.forEach(batch -> batch.objects().forEach(o -> met.add(o.object())));
        List<ObjectRef> fresh = KindByContent.tell(
                listed.stream().filter(o -> !met.contains(o.object())).toList());
        check(settings, listed, fresh);
        kase.remember(settings); // not before: a case must not remember what was mistyped
        SparkSessions.suit(listed.stream().mapToLong(ObjectRef::size).sum() <= FEW_BYTES, spark);
        Together creations = new Together();
        creations.start(() -> kase.create(notFilled(unfinished, fresh)));
        unfinished.forEach(this::run);
        if (!fresh.isEmpty()) {
            dropStale(fresh);
            for (List<ObjectRef> part : cut(fresh)) {
                run(batches.plan(part));
            }
        }
        creations.end();
        SparkSessions.suit(kase.isSmall(), spark);
        settle();
        checkRead();
    }

    /** Tables of the logs that nothing is read into: a log that is missing has a table without rows. */
    private static List<String> notFilled(List<Batch> unfinished, List<ObjectRef> fresh) {
        Set<ObjectKind> kinds = EnumSet.noneOf(ObjectKind.class);
        Stream.concat(unfinished.stream().map(Batch::objects).flatMap(List::stream), fresh.stream())
                .filter(object -> !inGlacier(object))
                .forEach(object -> kinds.add(object.kind()));
        return Arrays.stream(ObjectKind.values())
                .filter(kind -> kind.isLog() && !kinds.contains(kind))
                .map(ObjectKind::word)
                .toList();
    }

    /** Works out what follows from all events together. */
    private void settle() {
        Set<ObjectKind> grown = batches.unsettled();
        if (!grown.isEmpty()) {
            progress.phase("scan", "records that were delivered twice");
            List<String> logs = grown.stream()
                    .filter(LogFormats::reads)
                    .map(ObjectKind::word)
                    .toList();
            if (!logs.isEmpty()) {
                Duplicates.mark(kase, logs);
            }
            batches.settle();
        }
        kase.create(List.of("duplicates"));
    }

    /** What the user says that objects hold, by their place. */
    static Map<String, ObjectKind> kinds(List<Settings.Source> sources) {
        Map<String, ObjectKind> kinds = new LinkedHashMap<>();
        sources.forEach(s -> kinds.put(s.uri(), ObjectKind.of(s.table())));
        return kinds;
    }

    /** An answer from nothing would look like an answer. */
    private static void check(Settings settings, List<ObjectRef> listed, List<ObjectRef> fresh) {
        String archives = String.join(" ", settings.archives());
        if (listed.isEmpty()) {
            throw new UsageException(
                    "no object of " + archives + " lies in the window: check the address, --from, --to,"
                            + " --account, --region; coldtrail estimate shows what is there");
        }
        boolean allFresh = fresh.size() == listed.size();
        if (allFresh && fresh.stream().noneMatch(o -> LogFormats.reads(o.kind()))) {
            throw new UsageException("none of the " + listed.size() + " objects of " + archives + " in the window is a"
                    + " log that is read; coldtrail estimate without a window shows what is there");
        }
    }

    private void checkRead() {
        if (granted) {
            return;
        }
        Dataset<Row> logs = kase.table("objects").where(not(col("source").isin("aggregated", "foreign")));
        if (logs.where(not(col("status").isin("denied", "kms_denied"))).isEmpty()) {
            throw new IllegalStateException(
                    "S3 refused every object: the right s3:GetObject, or kms:Decrypt on the key of"
                            + " the bucket, is missing");
        }
    }

    /** Names of the objects that need not be met again. */
    private Set<String> known() {
        Set<String> known = new HashSet<>();
        if (!kase.has("objects")) {
            return known;
        }
        kase.table("objects")
                .where(not(col("status").isin(retryable())))
                .select("object")
                .toLocalIterator()
                .forEachRemaining(row -> known.add(row.getString(0)));
        return known;
    }

    /** Takes away the rows of objects that could not be had in an earlier run, and are now tried again. */
    private void dropStale(List<ObjectRef> fresh) {
        if (!kase.has("objects")) {
            return;
        }
        Set<String> names = new HashSet<>();
        fresh.forEach(o -> names.add(o.object()));
        List<String> again = new ArrayList<>();
        kase.table("objects")
                .where(col("status").isin(retryable()))
                .select("object")
                .toLocalIterator()
                .forEachRemaining(row -> {
                    if (names.contains(row.getString(0))) {
                        again.add(row.getString(0));
                    }
                });
        if (!again.isEmpty()) {
            kase.delete("objects", col("object").isin(again.toArray()));
        }
    }

    private static Object[] retryable() {
        return Arrays.stream(ObjectStatus.values())
                .filter(ObjectStatus::worthAnotherTry)
                .map(ObjectStatus::word)
                .toArray();
    }

    private static List<List<ObjectRef>> cut(List<ObjectRef> objects) {
        List<ObjectRef> byTime = new ArrayList<>(objects);
        byTime.sort(Comparator.comparing(ObjectRef::delivered, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(ObjectRef::object));
        List<List<ObjectRef>> parts = new ArrayList<>();
        List<ObjectRef> part = new ArrayList<>();
        long bytes = 0;
        for (ObjectRef object : byTime) {
            if (!part.isEmpty() && (part.size() == OBJECTS_A_BATCH || bytes + object.size() > BYTES_A_BATCH)) {
                parts.add(List.copyOf(part));
                part.clear();
                bytes = 0;
            }
            part.add(object);
            bytes += object.size();
        }
        parts.add(List.copyOf(part));
        return parts;
    }

    private void run(Batch batch) {
        Map<ObjectKind, List<ObjectRef>> toRead = new EnumMap<>(ObjectKind.class);
        List<ObjectResult> results = new ArrayList<>();
        for (ObjectRef object : batch.objects()) {
            if (!LogFormats.reads(object.kind())) {
                boolean aggregated = object.kind() == ObjectKind.AGGREGATED;
                results.add(
                        ObjectResult.unread(object, aggregated ? ObjectStatus.AGGREGATED : ObjectStatus.FOREIGN, null));
            } else if (inGlacier(object)) {
                results.add(ObjectResult.unread(
                        object,
                        ObjectStatus.ARCHIVED,
                        "storage class " + object.storageClass() + ": restore it first"));
            } else {
                toRead.computeIfAbsent(object.kind(), k -> new ArrayList<>()).add(object);
            }
        }
        progress.phase(
                "scan",
                String.format(Locale.ROOT, "%,d objects", batch.objects().size()));
        List<ObjectRef> all = toRead.values().stream().flatMap(List::stream).toList();
        progress.toRead(all.size(), all.stream().mapToLong(ObjectRef::size).sum());
        results.addAll(read(batch, toRead));
        results.sort(Comparator.comparing(r -> r.ref().object()));
        granted |= results.stream().map(ObjectResult::status).anyMatch(GRANTED::contains);
        List<Row> rejects = rejectRows(results);
        if (!rejects.isEmpty()) {
            kase.append("rejects", rejects, batch.id());
        }
        kase.append("objects", objectRows(results, batch.id()), batch.id());
        batches.done(batch);
    }

    private static boolean inGlacier(ObjectRef object) {
        return "GLACIER".equals(object.storageClass()) || "DEEP_ARCHIVE".equals(object.storageClass());
    }

    /** Each log has a table, and a transaction, of its own. */
    private List<ObjectResult> read(Batch batch, Map<ObjectKind, List<ObjectRef>> toRead) {
        Together reads = new Together();
        List<Supplier<Collection<ObjectResult>>> read = new ArrayList<>();
        toRead.forEach((kind, objects) -> read.add(reads.start(() -> read(batch, kind, objects))));
        reads.start(() -> kase.create(List.of("rejects")));
        reads.end();
        return read.stream().map(Supplier::get).flatMap(Collection::stream).toList();
    }

    private Collection<ObjectResult> read(Batch batch, ObjectKind kind, List<ObjectRef> objects) {
        Ledger ledger = new Ledger();
        spark.sparkContext().register(ledger);
        String plan = ReadPlans.add(kind, objects, spark.sparkContext().defaultParallelism(), ledger);
        try {
            Dataset<Row> events = spark.read()
                    .format("coldtrail")
                    .option(ArchiveSource.PLAN, plan)
                    .load();
            kase.append(kind.word(), events, batch.id());
            if (ledger.isZero()) {
                // an earlier run committed these events and stopped; Delta took nothing and so read nothing
                events.select("record_index")
                        .write()
                        .format("noop")
                        .mode("overwrite")
                        .save();
            }
            return ledger.results();
        } finally {
            ReadPlans.remove(plan);
        }
    }

    private static List<Row> rejectRows(List<ObjectResult> results) {
        List<Row> rows = new ArrayList<>();
        for (ObjectResult result : results) {
            for (Reject r : result.rejects()) {
                rows.add(RowFactory.create(
                        result.ref().object(),
                        r.recordIndex(),
                        r.offset(),
                        r.length(),
                        r.reason().name().toLowerCase(Locale.ROOT),
                        r.detail(),
                        r.firstBytes()));
            }
        }
        return rows;
    }

    private static List<Row> objectRows(List<ObjectResult> results, String batch) {
        List<Row> rows = new ArrayList<>();
        for (ObjectResult r : results) {
            ObjectRef o = r.ref();
            rows.add(RowFactory.create(
                    o.object(),
                    o.location(),
                    o.kind().word(),
                    o.account(),
                    o.region(),
                    timestamp(o.delivered()),
                    o.versionId(),
                    o.etag(),
                    o.size(),
                    timestamp(o.lastModified()),
                    r.sha256(),
                    r.contentSha256(),
                    r.contentSize(),
                    r.records(),
                    r.skipped(),
                    r.rejectCount(),
                    r.status().word(),
                    r.message(),
                    batch));
        }
        return rows;
    }

    private static Timestamp timestamp(Instant time) {
        return time == null ? null : Timestamp.from(time);
    }
}
