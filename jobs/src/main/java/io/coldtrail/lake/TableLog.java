package io.coldtrail.lake;

import static io.delta.kernel.internal.actions.SingleAction.createAddFileSingleAction;
import static io.delta.kernel.internal.actions.SingleAction.createMetadataSingleAction;
import static io.delta.kernel.internal.actions.SingleAction.createProtocolSingleAction;
import static io.delta.kernel.internal.actions.SingleAction.createRemoveFileSingleAction;
import static io.delta.kernel.internal.util.Utils.toCloseableIterator;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Table;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionBuilder;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultRowBasedColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentTransactionException;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.Format;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.fs.Path;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.FileNames;
import io.delta.kernel.internal.util.PartitionUtils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * A table's log as the driver makes and writes it, with Delta Kernel: for files that tasks wrote, and for rows that are on
 * the driver, which it writes by itself, for a Spark job takes longer than all the rest. One run at a time writes to it.
 *
 * @see <a href="https://github.com/delta-io/delta/blob/master/PROTOCOL.md">Delta transaction log protocol</a>
 */
final class TableLog {
    private static final String ENGINE = "coldtrail";
    /** What {@link TableSchema#properties} says of the protocol is not kept as a property. */
    private static final String MIN_READER = "delta.minReaderVersion";

    private static final String MIN_WRITER = "delta.minWriterVersion";

    private final TableSchema schema;
    private final String path;
    private final Engine engine;

    TableLog(Configuration hadoop, TableSchema schema, String path) {
        this.schema = schema;
        this.path = path;
        this.engine = DefaultEngine.create(hadoop);
    }

    /** Makes the table, without rows, in a place that holds none. */
    void create() {
        Map<String, String> properties = new LinkedHashMap<>(schema.properties());
        int reader = Integer.parseInt(properties.remove(MIN_READER));
        int writer = Integer.parseInt(properties.remove(MIN_WRITER));
        String json = schema.columns().json();
        Metadata metadata = new Metadata(
                UUID.randomUUID().toString(),
                Optional.empty(),
                Optional.empty(),
                new Format(),
                json,
                DataTypeJsonSerDe.deserializeStructType(json),
                VectorUtils.stringArrayValue(schema.partitionedBy()),
                Optional.of(System.currentTimeMillis()),
                VectorUtils.stringStringMapValue(properties));
        List<Row> actions = List.of(
                createProtocolSingleAction(new Protocol(reader, writer, null, null).toRow()),
                createMetadataSingleAction(metadata.toRow()));
        Path log = new Path(path, "_delta_log");
        try {
            engine.getFileSystemClient().mkdirs(log.toString());
            engine.getJsonHandler()
                    .writeJsonFileAtomically(
                            FileNames.deltaFile(log, 0), toCloseableIterator(actions.iterator()), false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the table " + path + ": " + e.getMessage(), e);
        }
    }

    /** Puts rows in place of the files that the table has. */
    void replace(List<org.apache.spark.sql.Row> rows, List<TableFiles.Stored> old) {
        Transaction transaction = builder().build(engine);
        commit(transaction, removed(old), rows.isEmpty() ? List.of() : added(transaction, rows));
    }

    /** Puts files in place of those that the table has. */
    void replaceFiles(List<DirectCommit.Made> made, List<TableFiles.Stored> old) {
        commit(builder().build(engine), removed(old), added(made));
    }

    private static List<Row> removed(List<TableFiles.Stored> old) {
        List<Row> removed = new ArrayList<>();
        for (TableFiles.Stored file : old) {
            Map<Integer, Object> values = new HashMap<>();
            set(RemoveFile.FULL_SCHEMA, values, "path", file.logged());
            set(RemoveFile.FULL_SCHEMA, values, "deletionTimestamp", System.currentTimeMillis());
            set(RemoveFile.FULL_SCHEMA, values, "dataChange", true);
            removed.add(createRemoveFileSingleAction(new GenericRow(RemoveFile.FULL_SCHEMA, values)));
        }
        return removed;
    }

    private static List<Row> added(List<DirectCommit.Made> made) {
        List<Row> added = new ArrayList<>();
        for (DirectCommit.Made file : made) {
            Map<Integer, Object> values = new HashMap<>();
            set(
                    AddFile.FULL_SCHEMA,
                    values,
                    "path",
                    new Path(file.path()).toUri().toString());
            set(AddFile.FULL_SCHEMA, values, "partitionValues", partition(file.path()));
            set(AddFile.FULL_SCHEMA, values, "size", file.bytes());
            set(AddFile.FULL_SCHEMA, values, "modificationTime", file.modified());
            set(AddFile.FULL_SCHEMA, values, "dataChange", true);
            set(AddFile.FULL_SCHEMA, values, "stats", file.statistics());
            added.add(createAddFileSingleAction(new GenericRow(AddFile.FULL_SCHEMA, values)));
        }
        return added;
    }

    /** Of {@code event_date=2022-11-09/part-…}: the value of each column that names a folder. */
    private static MapValue partition(String path) {
        Map<String, Literal> values = new LinkedHashMap<>();
        String[] folders = path.split("/");
        for (String folder : Arrays.copyOf(folders, folders.length - 1)) {
            int equals = folder.indexOf('=');
            String value = ExternalCatalogUtils.unescapePathName(folder.substring(equals + 1));
            values.put(
                    folder.substring(0, equals),
                    value.equals(TableFiles.NO_VALUE) ? Literal.ofNull(StringType.STRING) : Literal.ofString(value));
        }
        return PartitionUtils.serializePartitionMap(values);
    }

    private static void set(StructType schema, Map<Integer, Object> values, String field, Object value) {
        values.put(schema.indexOf(field), value);
    }

    /** Adds rows, if the table has none of this transaction. */
    void append(List<org.apache.spark.sql.Row> rows, String name) {
        begin(name)
                .ifPresent(transaction ->
                        commit(transaction, List.of(), rows.isEmpty() ? List.of() : added(transaction, rows)));
    }

    /**
     * Adds files, if the table has none of this transaction.
     *
     * @param files asked for only then
     */
    void appendFiles(Supplier<List<DirectCommit.Made>> files, String name) {
        begin(name).ifPresent(transaction -> commit(transaction, List.of(), added(files.get())));
    }

    private Optional<Transaction> begin(String name) {
        try {
            return Optional.of(builder().withTransactionId(engine, name, 1).build(engine));
        } catch (ConcurrentTransactionException e) {
            return Optional.empty(); // the table has it
        }
    }

    private TransactionBuilder builder() {
        return Table.forPath(engine, path).createTransactionBuilder(engine, ENGINE, Operation.WRITE);
    }

    private void commit(Transaction transaction, List<Row> removed, List<Row> added) {
        try {
            TransactionCommitResult result = transaction.commit(
                    engine,
                    CloseableIterable.inMemoryIterable(toCloseableIterator(
                            Stream.concat(removed.stream(), added.stream()).iterator())));
            if (result.isReadyForCheckpoint()) {
                Table.forPath(engine, path).checkpoint(engine, result.getVersion());
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("cannot write the table " + path + ": " + e.getMessage(), e);
    }

    /** Where to write: the kernel hands it out encoded, and takes it as it stands. */
    private static String folder(DataWriteContext place) {
        return new org.apache.hadoop.fs.Path(URI.create(place.getTargetDirectory())).toString();
    }

    private List<Row> added(Transaction transaction, List<org.apache.spark.sql.Row> rows) {
        StructType columns = transaction.getSchema(engine);
        Row state = transaction.getTransactionState(engine);
        DataWriteContext place = Transaction.getWriteContext(engine, state, Map.of());
        FilteredColumnarBatch batch = new FilteredColumnarBatch(
                new DefaultRowBasedColumnarBatch(columns, CatalystRow.of(rows, schema.columns(), columns)),
                Optional.empty());
        List<Row> actions = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> physical = Transaction.transformLogicalData(
                        engine, state, toCloseableIterator(List.of(batch).iterator()), Map.of());
                CloseableIterator<DataFileStatus> files = engine.getParquetHandler()
                        .writeParquetFiles(folder(place), physical, place.getStatisticsColumns());
                CloseableIterator<Row> added = Transaction.generateAppendActions(engine, state, files, place)) {
            added.forEachRemaining(actions::add);
        } catch (IOException e) {
            throw failed(e);
        }
        return actions;
    }
}
