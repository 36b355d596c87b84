package io.coldtrail.logs.records;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The rows of a Parquet file as lines: values between spaces, {@code -} for none, in the order of {@link #header}. A
 * Parquet file is read from its end, so it is held whole.
 *
 * <p>Spark's own Parquet source would read them faster, and tell less: it does not hash what it reads, so that each object
 * had to be fetched a second time, and perhaps not as the same bytes; one broken file ends its query, or is passed over
 * in silence; and files of two formats need two reads. parquet-mr, which is under that source too, reads here the bytes
 * that were hashed.
 */
public final class ParquetRows implements Records {
    /** Logs in Parquet are delivered in files of tens of megabytes. */
    private static final int MAX_FILE = 512 << 20;

    private ParquetFileReader file;
    private MessageType schema;
    private List<Integer> columns;
    private RecordReader<Group> rows;
    private long left;
    private String failure;
    private int index;
    private byte[] line;

    /** True where content is Parquet. */
    public static boolean is(Content content) {
        return content.startsWith("PAR1".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void over(ByteWindow.Source content) {
        close();
        failure = null;
        index = -1;
        left = 0;
        schema = null;
        columns = new ArrayList<>();
        try {
            file = ParquetFileReader.open(new Held(whole(content)));
            schema = file.getFooter().getFileMetaData().getSchema();
            for (int i = 0; i < schema.getFieldCount(); i++) {
                if (schema.getType(i).isPrimitive() && !schema.getType(i).isRepetition(Type.Repetition.REPEATED)) {
                    columns.add(i);
                }
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private static byte[] whole(ByteWindow.Source content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        for (int n; (n = content.read(part, 0, part.length)) >= 0; ) {
            bytes.write(part, 0, n);
            if (bytes.size() > MAX_FILE) {
                throw new IOException("Parquet over " + (MAX_FILE >> 20) + " MiB");
            }
        }
        return bytes.toByteArray();
    }

    /** Names of the columns that lines have, those that hold one value; empty where the file cannot be read. */
    public List<String> header() {
        return columns.stream().map(schema::getFieldName).toList();
    }

    @Override
    public boolean next() {
        try {
            while (file != null && left == 0) {
                PageReadStore group = file.readNextRowGroup();
                if (group == null) {
                    close();
                } else {
                    left = group.getRowCount();
                    rows = new ColumnIOFactory()
                            .getColumnIO(schema)
                            .getRecordReader(group, new GroupRecordConverter(schema));
                }
            }
            if (file == null) {
                return false;
            }
            left--;
            index++;
            Group row = rows.read();
            line = columns.stream()
                    .map(column -> value(row, column))
                    .collect(Collectors.joining(" "))
                    .getBytes(StandardCharsets.UTF_8);
            return true;
        } catch (IOException | RuntimeException e) {
            failed(e);
            return false;
        }
    }

    private static String value(Group row, int column) {
        String value = row.getFieldRepetitionCount(column) == 0 ? "" : row.getValueToString(column, 0);
        return value.isBlank() ? "-" : value.replaceAll("\\s", "%20");
    }

    /** The libraries throw what they like at bytes that are no Parquet. */
    private void failed(Exception e) {
        failure = "no Parquet that can be read: " + e.getMessage();
        close();
    }

    private void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                failure = failure == null ? e.getMessage() : failure;
            }
            file = null;
        }
    }

    @Override
    public byte[] buffer() {
        return line;
    }

    @Override
    public int start() {
        return 0;
    }

    @Override
    public int end() {
        return line.length;
    }

    @Override
    public Form form() {
        return Form.PARQUET_ROW;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long offset() {
        return 0;
    }

    @Override
    public int length() {
        return 0;
    }

    @Override
    public String failure() {
        return failure;
    }

    /** A file in memory. */
    private record Held(byte[] bytes) implements InputFile {
        @Override
        public long getLength() {
            return bytes.length;
        }

        @Override
        public SeekableInputStream newStream() {
            Cursor cursor = new Cursor(bytes);
            return new DelegatingSeekableInputStream(cursor) {
                @Override
                public long getPos() {
                    return cursor.position();
                }

                @Override
                public void seek(long position) {
                    cursor.position((int) position);
                }
            };
        }
    }

    private static final class Cursor extends ByteArrayInputStream {
        Cursor(byte[] bytes) {
            super(bytes);
        }

        int position() {
            return pos;
        }

        void position(int position) {
            pos = position;
        }
    }
}
