package io.coldtrail.lake;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * How Spark's tasks write Parquet: each file where it stays, under a name that no other has. Which of them count, tasks
 * tell the driver once they are done; what an attempt that failed left behind is in no list. Hadoop's own way moves each
 * file at the end, which S3 does by copying it; Delta's works out statistics row by row that the footers hold already.
 */
public final class DirectCommit extends FileCommitProtocol implements Serializable {
    /** Names this class to Spark. */
    public static final String CONF = "spark.sql.sources.commitProtocolClass";

    private static final long serialVersionUID = 1L;

    /** Spark makes this class by itself, on the driver, and tells it no more than the folder: so writes are found by it. */
    private static final Map<String, Write> WRITES = new ConcurrentHashMap<>();

    private final String folder;
    private final String counted;
    private transient Write write;
    private transient List<String> opened;

    /**
     * A file that counts.
     *
     * @param path below the folder: its partition, where it has one, and its name
     * @param bytes its size
     * @param modified in milliseconds since 1970
     * @param statistics {@link FileStatistics#json}, null where nobody asked
     */
    record Made(String path, long bytes, long modified, String statistics) implements Serializable {}

    /**
     * What is being written to a folder.
     *
     * @param counted the columns of which statistics are wanted, as JSON
     * @param asked true once Spark asked for a protocol
     * @param made files that count
     */
    private record Write(String counted, AtomicBoolean asked, Queue<Made> made) {}

    /** As Spark makes it: see {@link FileCommitProtocol#instantiate}. */
    public DirectCommit(String jobId, String folder, boolean dynamicPartitionOverwrite) {
        this.folder = folder;
        this.write = WRITES.get(folder);
        this.counted = write == null ? null : write.counted();
        if (write != null) {
            write.asked().set(true);
        }
    }

    /**
     * Writes rows to a folder that nobody else writes to meanwhile.
     *
     * @param counted columns of {@link FileStatistics}; null where none are wanted, and then a file may have no rows
     * @return the files that hold the rows, by name
     */
    static List<Made> write(DataFrameWriter<Row> rows, String folder, StructType counted, Configuration hadoop) {
        Path path = new Path(folder);
        String name;
        try {
            name = path.getFileSystem(hadoop).makeQualified(path).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + folder + ": " + e.getMessage(), e);
        }
        Write write =
                new Write(counted == null ? null : counted.json(), new AtomicBoolean(), new ConcurrentLinkedQueue<>());
        WRITES.put(name, write);
        try {
            rows.mode(SaveMode.Append).parquet(folder);
        } finally {
            WRITES.remove(name);
        }
        if (!write.asked().get()) {
            throw new IllegalStateException(
                    "Spark wrote " + folder + " in a way of its own, so its files are not known: " + CONF + " must be "
                            + DirectCommit.class.getName());
        }
        return write.made().stream().sorted(Comparator.comparing(Made::path)).toList();
    }

    @Override
    public void setupJob(JobContext job) {}

    @Override
    public void setupTask(TaskAttemptContext task) {
        opened = new ArrayList<>();
    }

    @Override
    public String newTaskTempFile(TaskAttemptContext task, Option<String> partition, String ending) {
        int split = task.getTaskAttemptID().getTaskID().getId();
        String name = String.format(Locale.ROOT, "part-%05d-%s%s", split, UUID.randomUUID(), ending);
        String path = partition.isDefined() ? partition.get() + Path.SEPARATOR + name : name;
        opened.add(path);
        return new Path(folder, path).toString();
    }

    @Override
    public String newTaskTempFileAbsPath(TaskAttemptContext task, String absolute, String ending) {
        throw new UnsupportedOperationException("no table has a partition elsewhere: " + absolute);
    }

    @Override
    public TaskCommitMessage commitTask(TaskAttemptContext task) {
        ArrayList<Made> made = new ArrayList<>();
        try {
            FileSystem files = files(task);
            for (String path : opened) {
                Path file = new Path(folder, path);
                FileStatistics statistics =
                        counted == null ? null : FileStatistics.of(file, counted, task.getConfiguration());
                if (statistics != null && statistics.rows() == 0) {
                    files.delete(file, false);
                    continue;
                }
                FileStatus status = files.getFileStatus(file);
                made.add(new Made(
                        path,
                        status.getLen(),
                        status.getModificationTime(),
                        statistics == null ? null : statistics.json()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what was just written to " + folder + ": " + e.getMessage(), e);
        }
        return new TaskCommitMessage(made);
    }

    @Override
    public void abortTask(TaskAttemptContext task) {
        try {
            FileSystem files = files(task);
            for (String path : opened) {
                files.delete(new Path(folder, path), false);
            }
        } catch (IOException e) {
            log().warn("what a failed task wrote stays in {}, where nobody reads it", folder, e);
        }
    }

    private FileSystem files(TaskAttemptContext task) throws IOException {
        return new Path(folder).getFileSystem(task.getConfiguration());
    }

    /** On the driver, once for each task that is done, however often it was tried. */
    @Override
    @SuppressWarnings("unchecked")
    public void onTaskCommit(TaskCommitMessage done) {
        write.made().addAll((List<Made>) done.obj());
    }

    /** Scala 2.12's Seq. */
    public void commitJob(JobContext job, scala.collection.Seq<TaskCommitMessage> tasks) {}

    /** Scala 2.13's. */
    public void commitJob(JobContext job, scala.collection.immutable.Seq<TaskCommitMessage> tasks) {}

    @Override
    public void abortJob(JobContext job) {}
}
