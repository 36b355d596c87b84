package io.coldtrail.lake;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * A case: a folder, local or in S3, of Delta tables ({@code tables/}), what people read ({@code report/}) and what the
 * runs left behind ({@code batches/}, {@code log/}, {@code manifest.json}).
 */
public final class Case {
    /** Spark lists more than these with a job. */
    private static final int FEW_FILES = 32;

    /** Parquet of all logs of a case in which planning takes longer than running; in memory some ten times as much. */
    private static final long SMALL = 16L << 20;

    /** Parquet that one task reads in less time than it takes to share it out: rows in one partition need no shuffle. */
    private static final long ONE_TASK = 4L << 20;

    private static final String WORK = "work/";
    private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");

    /** Of tables and files of a case: raised with what an older coldtrail would misread. */
    private static final int FORMAT = 1;

    private static final String FORMAT_FILE = "format";

    private final SparkSession spark;
    private final CaseFiles files;
    private final Map<String, TableFiles> tableFiles = new ConcurrentHashMap<>();
    private final Map<String, Dataset<Row>> tables = new ConcurrentHashMap<>();

    /** Of a small case: its events, and the tables that this run wrote, as it wrote them. */
    private final Map<String, Dataset<Row>> events = new ConcurrentHashMap<>();

    private final Map<String, Dataset<Row>> written = new ConcurrentHashMap<>();
    private final Queue<Dataset<Row>> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger keptFiles = new AtomicInteger();

    /** Logs with records that were delivered twice, as far as asked: every reader of events asks, and most have none. */
    private volatile Set<String> doubled;

    /** As {@link #Case(SparkSession, String, CaseLock)}, for who only reads, or has the case to himself. */
    public Case(SparkSession spark, String uri) {
        this(spark, uri, null);
    }

    /**
     * Opens a case, or names one that is yet to be.
     *
     * @param uri local path, {@code file:}, {@code s3:} or {@code s3a:}
     * @param lock held while it is written to; nothing is written once it is lost
     */
    public Case(SparkSession spark, String uri, CaseLock lock) {
        this.spark = spark;
        this.files = CaseFiles.of(hadoopUri(uri), spark.sparkContext().hadoopConfiguration(), lock);
    }

    /** S3A serves both of S3's schemes; on a laptop it is the only one that Hadoop has. */
    private static String hadoopUri(String uri) {
        return uri.startsWith("s3://") ? "s3a" + uri.substring(2) : uri;
    }

    public SparkSession spark() {
        return spark;
    }

    private Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    /** Full address of something in the case. */
    public String path(String relative) {
        return files.path(relative);
    }

    /** What else lies in the case's folder. */
    public CaseFiles files() {
        return files;
    }

    /** True where the table has been written: a run that was killed may leave a log without a commit. */
    public boolean has(String table) {
        return files.holds("tables/" + table + "/_delta_log", COMMIT);
    }

    /**
     * A table's rows; none where the table has not been written. Of a table of few files Spark is told them: Delta's
     * source would run a job to learn them anew in each query, which for few rows takes longer than the query.
     */
    public Dataset<Row> table(String name) {
        Dataset<Row> rows = written.get(name);
        return rows != null ? rows : tables.computeIfAbsent(name, this::stored);
    }

    private Dataset<Row> stored(String name) {
        TableFiles files = tableFiles(name);
        return files.all().size() > FEW_FILES
                ? spark.read().format("delta").load(path("tables/" + name))
                : rows(name, files);
    }

    private Dataset<Row> rows(String name, TableFiles files) {
        StructType columns = TableSchema.of(name).columns();
        if (files.all().isEmpty()) {
            return spark.createDataFrame(List.of(), columns);
        }
        return inOneTask(
                files.bytes(),
                spark.read()
                        .schema(columns)
                        .option("basePath", path("tables/" + name))
                        .parquet(files.patterns())
                        .select(Arrays.stream(columns.fieldNames())
                                .map(functions::col)
                                .toArray(Column[]::new)));
    }

    private static Dataset<Row> inOneTask(long bytes, Dataset<Row> rows) {
        return bytes <= ONE_TASK ? rows.coalesce(1) : rows;
    }

    /** The files that hold a table's rows, as its log names them: a folder by day, where it has such, and a name. */
    Set<String> files(String table) {
        return tableFiles(table).all().stream().map(TableFiles.Stored::logged).collect(Collectors.toSet());
    }

    /** The rows that some of a table's files hold. */
    Dataset<Row> table(String name, Set<String> files) {
        return files.size() == tableFiles(name).all().size()
                ? table(name)
                : rows(name, tableFiles(name).only(files));
    }

    /** Bytes of a table's files: none where it has no rows. */
    public long size(String table) {
        return tableFiles(table).bytes();
    }

    /** True where a table has no rows: a file without any is not committed. */
    public boolean isEmpty(String table) {
        return size(table) == 0;
    }

    /** True where all events fit in memory. */
    public boolean isSmall() {
        return TableSchema.LOGS.stream().mapToLong(this::size).sum() <= SMALL;
    }

    /** True where rows may be kept in memory: all fit, and none is in that of an executor, which can be lost. */
    private boolean inMemory() {
        return spark.sparkContext().isLocal() && isSmall();
    }

    /**
     * Keeps rows that several queries read, until {@link #tidy}; their plan ends here, for each query would analyse it
     * anew. Of a small case on one machine they are kept in memory, else in the case's folder {@code work/}: there a lost
     * executor takes nothing with it.
     */
    public Dataset<Row> keep(Dataset<Row> rows) {
        if (inMemory()) {
            Dataset<Row> all = rows.localCheckpoint(false);
            kept.add(all); // a plan that is forgotten while its tasks still run takes their metrics with it
            return all;
        }
        String path = path(WORK + keptFiles.incrementAndGet());
        List<DirectCommit.Made> made = DirectCommit.write(rows.write(), path, null, hadoop());
        return inOneTask(
                made.stream().mapToLong(DirectCommit.Made::bytes).sum(),
                spark.read()
                        .schema(rows.schema())
                        .parquet(made.stream()
                                .map(file -> TableFiles.pattern(path + "/" + file.path()))
                                .toArray(String[]::new)));
    }

    /** Lets go of what was kept, be it by a run that was killed. */
    public void tidy() {
        kept.clear();
        events.clear();
        written.clear();
        files.deleteUnlocked(WORK);
    }

    /** Only one run at a time writes to a case: what it learned of a table holds until it writes there itself. */
    private TableFiles tableFiles(String table) {
        return tableFiles.computeIfAbsent(
                table, name -> has(name) ? TableFiles.of(hadoop(), path("tables/" + name)) : TableFiles.NONE);
    }

    /** What the case was asked, empty for a new one. */
    public Settings settings() {
        String json = files.readText("settings.json");
        return json == null ? Settings.empty() : Settings.fromJson(json);
    }

    /**
     * Fails where a newer coldtrail wrote the case; one that says no format has the first.
     *
     * @throws CaseFormatException which says what to do
     */
    public void checkFormat() {
        String text = files.readText(FORMAT_FILE);
        int format = text == null ? FORMAT : parse(text);
        if (format > FORMAT) {
            throw new CaseFormatException(files.path(""), text.strip(), FORMAT);
        }
    }

    private static int parse(String format) {
        try {
            return Integer.parseInt(format.strip());
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE; // whatever wrote it, it is not known here
        }
    }

    /** Remembers what the case was asked, and in which format it is. */
    public void remember(Settings settings) {
        files.writeText(FORMAT_FILE, FORMAT + "\n");
        files.writeText("settings.json", settings.toJson());
        events.clear();
    }

    /**
     * The events of a log that are analysed: each record once, inside the window, of the accounts and regions asked.
     * Events without a time, account or region are kept: these cannot tell. So is how a resource was set before the
     * window: it holds until it was set anew.
     */
    public Dataset<Row> events(String log) {
        if (isEmpty(log)) {
            return spark.createDataFrame(List.of(), TableSchema.of(log).columns()); // which the optimizer sees
        }
        // in one partition nothing needs to be shuffled; what is parallel in a small case are its queries
        return inMemory()
                ? events.computeIfAbsent(
                        log, name -> keep(analysed(name, table(name)).coalesce(1)))
                : analysed(log, table(log));
    }

    /** As {@link #events(String)}, those of some files of the log. */
    public Dataset<Row> events(String log, Set<String> files) {
        return files.size() == tableFiles(log).all().size() ? events(log) : analysed(log, table(log, files));
    }

    private Dataset<Row> analysed(String log, Dataset<Row> all) {
        Dataset<Row> events = all;
        Settings settings = settings();
        if (settings.from() != null && !log.equals("config_items")) {
            events =
                    events.where(col("event_time").isNull().or(col("event_time").geq(Timestamp.from(settings.from()))));
        }
        if (settings.to() != null) {
            events =
                    events.where(col("event_time").isNull().or(col("event_time").lt(Timestamp.from(settings.to()))));
        }
        if (!settings.accounts().isEmpty()) {
            events = events.where(unknownOrIn("account_id", settings.accounts()));
        }
        if (!settings.regions().isEmpty()) {
            events = events.where(unknownOrIn("aws_region", settings.regions()));
        }
        if (!doubled().contains(log)) {
            return events;
        }
        Dataset<Row> duplicates =
                table("duplicates").where(col("log").equalTo(log)).select("object", "record_index");
        return events.join(duplicates, new String[] {"object", "record_index"}, "left_anti");
    }

    private synchronized Set<String> doubled() {
        Set<String> logs = doubled;
        if (logs == null) {
            logs = !has("duplicates")
                    ? Set.of()
                    : table("duplicates").select("log").distinct().collectAsList().stream()
                            .map(row -> row.getString(0))
                            .collect(Collectors.toSet());
            doubled = logs;
        }
        return logs;
    }

    private static Column unknownOrIn(String column, List<String> values) {
        return col(column).isNull().or(col(column).isin(values.toArray()));
    }

    /** Makes tables that the case does not have yet, without rows. */
    public void create(Collection<String> names) {
        Together commits = new Together();
        names.stream().filter(name -> !has(name)).forEach(name -> commits.start(() -> create(name)));
        commits.end();
    }

    private void create(String name) {
        files.checkLock();
        files.delete("tables/" + name); // of a run that was killed before its first commit
        tableLog(name).create();
        changed(name);
    }

    private TableLog tableLog(String name) {
        return new TableLog(hadoop(), TableSchema.of(name), path("tables/" + name));
    }

    /** Puts rows in place of all that the table holds, in one commit. Columns are matched by name. */
    public void replace(String name, Dataset<Row> rows) {
        Dataset<Row> ordered = inMemory() ? keep(ordered(name, rows)) : ordered(name, rows);
        create(List.of(name));
        List<DirectCommit.Made> made = write(name, ordered);
        files.checkLock(); // right before the commit: to write may take long
        tableLog(name).replaceFiles(made, tableFiles(name).all());
        changed(name);
        if (inMemory()) {
            written.put(name, ordered);
        }
    }

    /** As {@link #replace(String, Dataset)}, for rows that are on the driver, in the order of the table's columns. */
    public void replace(String name, List<Row> rows) {
        if (isPartitioned(name)) {
            replace(name, local(name, rows));
            return;
        }
        files.checkLock();
        create(List.of(name));
        tableLog(name).replace(rows, tableFiles(name).all());
        changed(name);
        if (inMemory()) {
            written.put(name, local(name, rows));
        }
    }

    /**
     * Adds rows, once: a second call with the same transaction writes nothing and runs no read.
     *
     * @param transaction names this write; one per batch and table, for a lower version under one name is skipped
     *     silently
     */
    public void append(String name, Dataset<Row> rows, String transaction) {
        create(List.of(name));
        tableLog(name)
                .appendFiles(
                        () -> {
                            List<DirectCommit.Made> made = write(name, ordered(name, rows));
                            files.checkLock();
                            return made;
                        },
                        transaction);
        changed(name);
    }

    /** As {@link #append(String, Dataset, String)}, for rows that are on the driver, in the order of the table's columns. */
    public void append(String name, List<Row> rows, String transaction) {
        if (isPartitioned(name)) {
            append(name, local(name, rows), transaction);
            return;
        }
        files.checkLock();
        create(List.of(name));
        tableLog(name).append(rows, transaction);
        changed(name);
    }

    /** True for tables of logs: which files their rows go to, Spark works out. */
    static boolean isPartitioned(String name) {
        return !TableSchema.of(name).partitionedBy().isEmpty();
    }

    private Dataset<Row> local(String name, List<Row> rows) {
        return spark.createDataFrame(rows, TableSchema.of(name).columns());
    }

    /** What was learned of a table before, and of what is made of it. */
    void changed(String name) {
        tableFiles.remove(name);
        tables.remove(name);
        written.remove(name);
        events.remove(name);
        if (name.equals("duplicates")) {
            doubled = null;
            events.clear();
        }
    }

    private static Dataset<Row> ordered(String name, Dataset<Row> rows) {
        return rows.select(Arrays.stream(TableSchema.of(name).columns().fields())
                .map(f -> rows.col("`" + f.name() + "`").cast(f.dataType()).as(f.name(), f.metadata()))
                .toArray(Column[]::new));
    }

    private List<DirectCommit.Made> write(String name, Dataset<Row> ordered) {
        files.checkLock();
        TableSchema schema = TableSchema.of(name);
        DataFrameWriter<Row> writer = ordered.write();
        if (!schema.partitionedBy().isEmpty()) {
            writer.partitionBy(schema.partitionedBy().toArray(new String[0]));
        }
        return DirectCommit.write(writer, path("tables/" + name), schema.counted(), hadoop());
    }

    /** Drops rows, in one commit; a table that has none such stays as it is. */
    public void delete(String name, Column condition) {
        if (has(name)) {
            files.checkLock();
            DeltaTable.forPath(spark, path("tables/" + name)).delete(condition);
            changed(name);
        }
    }
}
