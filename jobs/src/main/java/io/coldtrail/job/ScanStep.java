package io.coldtrail.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.coldtrail.archive.Archive;
import io.coldtrail.archive.ArchiveFilter;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.archive.ObjectStatus;
import io.coldtrail.detect.LeanRaw;
import io.coldtrail.lake.Batch;
import io.coldtrail.lake.Batches;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Duplicates;
import io.coldtrail.lake.NewObjects;
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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
    /** Stored; some 50,000 records. */
    private static final long FEW_BYTES = 8L << 20;

    /** Of these the bytes were had. */
    private static final Set<ObjectStatus> GRANTED =
            EnumSet.of(ObjectStatus.READ, ObjectStatus.PARTIAL, ObjectStatus.UNREADABLE, ObjectStatus.EMPTY);

    private final Case kase;
    private final SparkSession spark;
    private final Progress progress;
    private final Batches batches;
    private boolean granted;
    private long objects;
    private long records;

    ScanStep(Case kase, Progress progress) {
        this.kase = kase;
        this.spark = kase.spark();
        this.progress = progress;
        this.batches = new Batches(kase);
    }

    /**
     * Scans, and remembers what was asked.
     *
     * @param inventories manifests of S3 Inventory, read in place of listing what they list
     * @param accepted called when it is known that there is something to read, before it is read
     * @throws UsageException where there is nothing to read
     */
    void run(Settings settings, List<String> inventories, Runnable accepted) {
        settings.archives().forEach(archive -> SharedPlace.check("archive", archive));
        Archive.access(settings.access());
        progress.phase("list", String.join(" ", settings.archives()));
        List<Batch> unfinished = batches.unfinished();
        try (NewObjects fresh =
                NewObjects.of(kase, sink -> list(settings, inventories, sink), known(unfinished, settings))) {
            Iterator<List<ObjectRef>> parts = fresh.batches();
            List<ObjectRef> first = next(parts);
            check(settings, fresh, first, parts);
            kase.remember(settings); // not before: a case must not remember what was mistyped
            SparkSessions.suit(fresh.bytes() <= FEW_BYTES, spark);
            Together creations = new Together();
            if (settings.rawOfHitsOnly()) {
                accepted.run(); // what is kept depends on the rules
            } else {
                creations.start(accepted);
            }
            creations.start(() -> kase.create(notFilled(unfinished, first)));
            try (LeanRaw lean = settings.rawOfHitsOnly() ? new LeanRaw(kase) : null) {
                unfinished.forEach(batch -> run(batch, lean));
                boolean stale = !first.isEmpty() && kase.has("objects") && !stale().isEmpty();
                for (List<ObjectRef> part = first; !part.isEmpty(); part = next(parts)) {
                    if (stale) {
                        dropStale(part);
                    }
                    run(batches.plan(part), lean);
                    creations.end();
                }
            }
            creations.end();
        }
        SparkSessions.suit(kase.isSmall(), spark);
        settle();
        checkRead(settings);
    }

    /** Objects met in this run. */
    long objects() {
        return objects;
    }

    /** Records read in this run. */
    long records() {
        return records;
    }

    private void list(Settings settings, List<String> inventories, Consumer<ObjectRef> sink) {
        ArchiveFilter filter = new ArchiveFilter(
                        settings.from(), settings.to(), settings.accounts(), settings.regions())
                .withVersions(settings.versions());
        Predicate<String> own = kase.files().own();
        Archive.list(settings.archives(), inventories, kinds(settings.sources()), filter, object -> {
            if (!own.test(object.location())) {
                sink.accept(object);
            }
        });
    }

    /** What the user says that objects hold, by their place. */
    static Map<String, ObjectKind> kinds(List<Settings.Source> sources) {
        Map<String, ObjectKind> kinds = new LinkedHashMap<>();
        sources.forEach(s -> kinds.put(s.uri(), ObjectKind.of(s.table())));
        return kinds;
    }

    /** The next part of what is new, each object of a kind that is known; empty after the last. */
    private static List<ObjectRef> next(Iterator<List<ObjectRef>> parts) {
        return parts.hasNext() ? KindByContent.tell(parts.next()) : List.of();
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

    /** An answer from nothing would look like an answer. */
    private static void check(
            Settings settings, NewObjects fresh, List<ObjectRef> first, Iterator<List<ObjectRef>> others) {
        String archives = String.join(" ", settings.archives());
        if (fresh.listed() == 0) {
            throw new UsageException(
                    "no object of " + archives + " lies in the window: check the address, --from, --to,"
                            + " --account, --region; coldtrail estimate shows what is there");
        }
        // of an archive of many batches the first may hold no log: of these it is known when all are read
        if (!fresh.someKnown() && !others.hasNext() && first.stream().noneMatch(o -> LogFormats.reads(o.kind()))) {
            throw noLog(fresh.listed(), archives);
        }
    }

    private static UsageException noLog(long objects, String archives) {
        return new UsageException("none of the " + objects + " objects of " + archives
                + " in the window is a log that is read; coldtrail estimate without a window shows what is there");
    }

    private void checkRead(Settings settings) {
        if (granted) {
            return;
        }
        Dataset<Row> all = kase.table("objects");
        Dataset<Row> logs = all.where(not(col("source").isin("aggregated", "foreign")));
        if (logs.isEmpty()) {
            throw noLog(all.count(), String.join(" ", settings.archives()));
        }
        if (logs.where(not(col("status").isin("denied", "kms_denied"))).isEmpty()) {
            throw new IllegalStateException(
                    "S3 refused every object: the right s3:GetObject, or kms:Decrypt on the key of"
                            + " the bucket, is missing");
        }
    }

    /** Names of the objects that need not be met again: what was read is, whichever version it is by now. */
    private Iterator<String> known(List<Batch> unfinished, Settings settings) {
        Stream<String> planned =
                unfinished.stream().map(Batch::objects).flatMap(List::stream).map(ObjectRef::object);
        Stream<String> had = !kase.has("objects")
                ? Stream.of()
                : rows(kase.table("objects").where(not(col("status").isin(retryable()))))
                        .flatMap(row -> settings.versions() ? names(row) : Stream.of(row.getString(0)));
        return Stream.concat(planned, had).iterator();
    }

    /** What an object may be called once its key has several versions, too. */
    private static Stream<String> names(Row object) {
        String name = object.getString(0);
        return object.isNullAt(1)
                ? Stream.of(name)
                : Stream.concat(Stream.of(name), ObjectRef.namedByVersion(name, object.getString(1)).stream());
    }

    /** Names and versions of objects, a partition of the table at a time. */
    private static Stream<Row> rows(Dataset<Row> objects) {
        Iterator<Row> rows = objects.select("object", "version_id").toLocalIterator();
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, 0), false);
    }

    private Dataset<Row> stale() {
        return kase.table("objects").where(col("status").isin(retryable()));
    }

    /** Takes away the rows of objects that could not be had in an earlier run, and are now tried again. */
    private void dropStale(List<ObjectRef> fresh) {
        Set<String> names = new HashSet<>();
        fresh.forEach(o -> names.add(o.object()));
        Object[] again = rows(stale())
                .map(row -> row.getString(0))
                .filter(names::contains)
                .toArray();
        if (again.length > 0) {
            kase.delete("objects", col("object").isin(again));
        }
    }

    private static Object[] retryable() {
        return Arrays.stream(ObjectStatus.values())
                .filter(ObjectStatus::worthAnotherTry)
                .map(ObjectStatus::word)
                .toArray();
    }

    private void run(Batch batch, LeanRaw lean) {
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
        results.addAll(read(batch, toRead, lean));
        results.sort(Comparator.comparing(r -> r.ref().object()));
        granted |= results.stream().map(ObjectResult::status).anyMatch(GRANTED::contains);
        objects += results.size();
        records += results.stream().mapToLong(ObjectResult::records).sum();
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
    private List<ObjectResult> read(Batch batch, Map<ObjectKind, List<ObjectRef>> toRead, LeanRaw lean) {
        Together reads = new Together();
        List<Supplier<Collection<ObjectResult>>> read = new ArrayList<>();
        toRead.forEach((kind, objects) -> read.add(reads.start(() -> read(batch, kind, objects, lean))));
        reads.start(() -> kase.create(List.of("rejects")));
        reads.end();
        return read.stream().map(Supplier::get).flatMap(Collection::stream).toList();
    }

    private Collection<ObjectResult> read(Batch batch, ObjectKind kind, List<ObjectRef> objects, LeanRaw lean) {
        Ledger ledger = new Ledger();
        spark.sparkContext().register(ledger);
        String plan = ReadPlans.add(kind, objects, spark.sparkContext().defaultParallelism(), ledger);
        try {
            Dataset<Row> events = spark.read()
                    .format("coldtrail")
                    .option(ArchiveSource.PLAN, plan)
                    .load();
            kase.append(kind.word(), lean == null ? events : lean.of(kind.word(), events), batch.id());
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
