package io.coldtrail.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.archive.ObjectKind;
import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VpcFlowTest {
    private static final String DEFAULT = "version account-id interface-id srcaddr dstaddr srcport dstport protocol"
            + " packets bytes start end action log-status";
    private static final String LINE =
            "2 670276497870 eni-0a1 203.0.113.26 10.0.0.15 41952 22 6 14 3120 1668092100 1668092158 ACCEPT OK";

    @Test
    void theDefaultFormat() {
        Map<String, String> row = read(DEFAULT + "\n" + LINE + "\n").row();
        assertEquals("2022-11-10T14:55:00Z", row.get("event_time"));
        assertEquals("2022-11-10T14:55:58Z", row.get("end_time"));
        assertEquals("2022-11-10", row.get("event_date"));
        assertEquals("670276497870", row.get("account_id"));
        assertEquals("us-west-2", row.get("aws_region"), "of the key: the line has none");
        assertEquals("203.0.113.26", row.get("srcaddr"));
        assertEquals("10.0.0.15", row.get("dstaddr"));
        assertEquals("41952", row.get("srcport"));
        assertEquals("22", row.get("dstport"));
        assertEquals("6", row.get("protocol"));
        assertEquals("14", row.get("packets"));
        assertEquals("3120", row.get("bytes"));
        assertEquals("ACCEPT", row.get("action"));
        assertEquals("OK", row.get("log_status"));
        assertNull(row.get("tcp_flags"));
        assertEquals("2", row.get("version"));
        assertEquals(DEFAULT, row.get("format"));
        assertEquals(LINE, row.get("raw"));
        assertEquals("0", row.get("record_index"));
        assertEquals("" + (DEFAULT.length() + 1), row.get("record_offset"));
        assertEquals("" + LINE.length(), row.get("record_length"));
        assertEquals("bytes", row.get("record_form"));
    }

    @Test
    void anyOrderRunsOfSpacesAndFieldsOfLaterVersions() {
        ReadRows read = read("dstport srcaddr tcp-flags new-field-of-2031 start  end pkt-dst-aws-service region\r\n"
                + "443  10.0.0.15   19 x  1668092100 1668092158 S3  us-west-2 \r\n\n");
        Map<String, String> row = read.row();
        assertEquals("443", row.get("dstport"));
        assertEquals("10.0.0.15", row.get("srcaddr"));
        assertEquals("19", row.get("tcp_flags"));
        assertEquals("S3", row.get("pkt_dst_aws_service"));
        assertEquals("us-west-2", row.get("aws_region"));
        assertNull(row.get("account_id"), "neither the line nor the key has one");
        assertNull(row.get("dstaddr"));
        assertTrue(row.get("format").contains("new-field-of-2031"));
    }

    @Test
    void holesAreRowsAndAHyphenIsNothing() {
        ReadRows read = read(DEFAULT + "\n"
                + "2 unknown eni-0a1 - - - - - - - 1668092100 1668092158 - NODATA\n"
                + "2 670276497870 eni-0a1 - - - - - - - 1668092100 1668092158 - SKIPDATA\n");
        assertEquals("NODATA", read.rows.get(0).get("log_status"));
        assertNull(read.rows.get(0).get("account_id"), "AWS made the interface");
        assertEquals("SKIPDATA", read.rows.get(1).get("log_status"));
        for (String column : List.of("srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets", "action")) {
            assertNull(read.rows.get(1).get(column), column);
        }
        assertEquals("2022-11-10T14:55:00Z", read.rows.get(1).get("event_time"));
    }

    @Test
    void aTransitGatewayHasNoInterface() {
        Map<String, String> row =
                read("version resource-type account-id tgw-id tgw-attachment-id srcaddr dstaddr srcport dstport protocol"
                                + " packets bytes start end log-status type\n"
                                + "6 TransitGateway 111122223333 tgw-0d tgw-attach-0e 10.1.0.4 10.2.0.5 80 5555 6 4 300"
                                + " 1668092100 1668092158 OK IPv4")
                        .row();
        assertEquals("TransitGateway", row.get("resource_type"));
        assertEquals("tgw-0d", row.get("tgw_id"));
        assertNull(row.get("interface_id"));
        assertNull(row.get("action"));
        assertEquals("10.1.0.4", row.get("srcaddr"));
    }

    @Test
    void aLineThatDoesNotFitTheHeaderIsTold() {
        ReadRows read = read(DEFAULT + "\n" + LINE + "\n" + LINE + " 1\n2 3\n" + LINE + "\n");
        assertEquals(2, read.rows.size());
        assertEquals("3", read.rows.get(1).get("record_index"));
        assertEquals(2, read.rejects.size());
        assertTrue(read.rejects.get(0).contains("15 fields"), "says what is wrong");
    }

    @Test
    void withoutAHeaderOnlyTheDefaultIsTold() {
        assertEquals("10.0.0.15", read(LINE + "\n").row().get("dstaddr"));
        assertEquals(DEFAULT, read(LINE + "\n").row().get("format"));
        ReadRows custom = read("10.0.0.15 203.0.113.26 22 41952\n");
        assertEquals(0, custom.rows.size());
        assertTrue(custom.rejects.get(0).contains("no header"), custom.rejects.get(0));
    }

    @Test
    void partsPutTogetherHaveAHeaderEach() {
        ReadRows read = read(DEFAULT + "\n" + LINE + "\n" + DEFAULT + "\n" + LINE + "\nend start dstaddr\n"
                + "1668092158 1668092100 10.9.9.9\n");
        assertEquals(3, read.rows.size());
        assertEquals("10.9.9.9", read.rows.get(2).get("dstaddr"));
        assertEquals("2", read.rows.get(2).get("record_index"), "a header takes no place");
        assertEquals(read.rows.get(0).get("event_id"), read.rows.get(1).get("event_id"), "one line, twice");
    }

    /** Lines written from known values, under headers in any order, are read back equal. */
    @Test
    void whatIsWrittenIsRead() {
        Random random = new Random(4);
        List<String> names = new ArrayList<>();
        Map<String, String> columnOf = new java.util.HashMap<>();
        for (var field : TableSchema.of("flow").columns().fields()) {
            String source = field.getComment().get().split("\\|")[0].trim();
            if (!source.equals("-")) {
                names.add(source);
                columnOf.put(source, field.name());
            }
        }
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(names, random);
            List<String> header = names.subList(0, 2 + random.nextInt(names.size() - 2));
            List<List<String>> lines = new ArrayList<>();
            StringBuilder text = new StringBuilder(String.join(" ", header)).append('\n');
            for (int i = 0; i < 20; i++) {
                List<String> line = new ArrayList<>();
                for (String name : header) {
                    boolean number = TableSchema.of("flow")
                                    .columns()
                                    .apply(columnOf.get(name))
                                    .dataType()
                            != org.apache.spark.sql.types.DataTypes.StringType;
                    line.add(random.nextInt(8) == 0 ? "-" : number ? "" + random.nextInt(2_000_000_000) : "v" + i);
                }
                lines.add(line);
                text.append(String.join(random.nextInt(9) == 0 ? "  " : " ", line))
                        .append('\n');
            }
            ReadRows read = read(text.toString());
            assertEquals(lines.size(), read.rows.size(), read.rejects.toString());
            for (int i = 0; i < lines.size(); i++) {
                for (int f = 0; f < header.size(); f++) {
                    String column = columnOf.get(header.get(f));
                    String value = read.rows.get(i).get(column);
                    String written = lines.get(i).get(f);
                    if (column.endsWith("_time")) {
                        value = value == null ? null : "" + Instant.parse(value).getEpochSecond();
                    }
                    boolean ofTheKey = written.equals("-")
                            && List.of("account_id", "aws_region").contains(column);
                    boolean tooEarly = column.equals("event_time") && value == null;
                    if (!ofTheKey && !tooEarly) {
                        assertEquals(written, value == null ? "-" : value, column);
                    }
                }
            }
        }
    }

    @Test
    void noBytesStopIt() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            for (int i = 0; i < noise.length; i++) {
                if (random.nextInt(20) == 0) {
                    noise[i] = (byte) " \n-2e".charAt(random.nextInt(5));
                }
            }
            byte[] head = (DEFAULT + "\n" + LINE + "\n").getBytes(StandardCharsets.UTF_8);
            byte[] all = java.util.Arrays.copyOf(head, head.length + noise.length);
            System.arraycopy(noise, 0, all, head.length, noise.length);
            ReadRows read = ReadRows.of(ObjectKind.FLOW, "object", all, null);
            assertEquals("10.0.0.15", read.rows.get(0).get("dstaddr"));
            long lines = new String(all, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .count();
            assertTrue(read.rows.size() + read.rejects.size() <= lines);
        }
    }

    private ReadRows read(String text) {
        return ReadRows.of(ObjectKind.FLOW, "object", text);
    }

    @TempDir
    Path dir;

    /** As AWS writes them: hyphens as underscores, numbers as INT32 and INT64, no value for no value. */
    @Test
    void rowsOfParquetAreTheLinesThatTheyWouldBe() throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("message flow { optional int32 version;"
                + " optional binary account_id (UTF8); optional binary interface_id (UTF8);"
                + " optional binary srcaddr (UTF8); optional int32 dstport; optional int64 packets;"
                + " optional int64 start; optional int64 end; optional binary log_status (UTF8);"
                + " optional binary not_of_today (UTF8); }");
        Path file = dir.resolve("x.log.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withType(schema)
                .withCompressionCodec(CompressionCodecName.GZIP)
                .build()) {
            SimpleGroupFactory rows = new SimpleGroupFactory(schema);
            writer.write(rows.newGroup()
                    .append("version", 2)
                    .append("account_id", "670276497870")
                    .append("interface_id", "eni-0a1")
                    .append("srcaddr", "203.0.113.26")
                    .append("dstport", 22)
                    .append("packets", 5_000_000_000L)
                    .append("start", 1668092100L)
                    .append("end", 1668092158L)
                    .append("log_status", "OK"));
            writer.write(rows.newGroup().append("start", 1668092100L).append("log_status", "NODATA"));
        }
        byte[] content = Files.readAllBytes(file);
        ReadRows read = ReadRows.of(ObjectKind.FLOW, "x.log.parquet", content, null);
        Map<String, String> row = read.rows.get(0);
        assertEquals("203.0.113.26", row.get("srcaddr"));
        assertEquals("22", row.get("dstport"));
        assertEquals("5000000000", row.get("packets"));
        assertEquals("2022-11-10T14:55:00Z", row.get("event_time"));
        assertEquals("2022-11-10T14:55:58Z", row.get("end_time"));
        assertEquals("2 670276497870 eni-0a1 203.0.113.26 22 5000000000 1668092100 1668092158 OK -", row.get("raw"));
        assertEquals(
                "version account-id interface-id srcaddr dstport packets start end log-status not-of-today",
                row.get("format"));
        assertEquals("parquet_row", row.get("record_form"));
        assertEquals("0", row.get("record_index"));
        assertNull(row.get("record_offset"));
        assertEquals("NODATA", read.rows.get(1).get("log_status"));
        assertNull(read.rows.get(1).get("srcaddr"));
        assertEquals(List.of(), read.rejects);
        assertNull(read.failure);

        byte[] cut = Arrays.copyOf(content, content.length / 2);
        ReadRows damaged = ReadRows.of(ObjectKind.FLOW, "x.log.parquet", cut, null);
        assertEquals(0, damaged.rows.size());
        assertTrue(damaged.failure.startsWith("no Parquet"), damaged.failure);
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            byte[] noisy = content.clone();
            for (int i = 0; i < 3; i++) {
                noisy[4 + random.nextInt(noisy.length - 4)] ^= (byte) (1 + random.nextInt(255));
            }
            assertTrue(ReadRows.of(ObjectKind.FLOW, "x.log.parquet", noisy, null)
                            .rows
                            .size()
                    <= 2);
        }
    }
}
