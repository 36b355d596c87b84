package io.coldtrail.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The records of an archive's CloudTrail, packed anew into many small objects, as a trail of an account with some
 * traffic delivers them: 2 to 50 KB stored, as many between 2 and 10 as between 10 and 50.
 */
public final class SmallObjects {
    private static final double LEAST = 2e3;
    private static final double MOST = 48e3; // and some records

    /** Deflate holds back what it has not yet packed: to be near a size, it is flushed so often. */
    private static final int FLUSH = 16;

    private static final Random RANDOM = new Random(1);

    private final Path out;
    private final int objects;
    private ByteArrayOutputStream bytes;
    private OutputStream gzip;
    private double size;
    private int records;
    private int written;

    private SmallObjects(Path out, int objects) {
        this.out = out;
        this.objects = objects;
    }

    /** Arguments: the archive's folder; the folder to write; how many objects. */
    public static void main(String[] args) throws IOException {
        new SmallObjects(Path.of(args[1]), Integer.parseInt(args[2])).pack(Path.of(args[0]));
    }

    private void pack(Path archive) throws IOException {
        List<Path> logs;
        try (var files = Files.walk(archive)) {
            logs = files.filter(f -> f.toString().endsWith(".json.gz")
                            && f.getFileName().toString().contains("_CloudTrail_"))
                    .sorted()
                    .toList();
        }
        begin();
        for (Path log : logs) {
            byte[] json;
            try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
                json = in.readAllBytes();
            }
            if (!add(json)) {
                return;
            }
        }
        throw new IOException("the records of " + archive + " make but " + written + " objects: give a larger archive");
    }

    /** Takes in the records of an object; false once there are enough objects. */
    private boolean add(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != JsonToken.START_ARRAY) {
                // {"Records":[
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int to = (int) parser.currentTokenLocation().getByteOffset() + 1;
                gzip.write(records == 0 ? new byte[0] : new byte[] {','});
                gzip.write(json, from, to - from);
                if (++records % FLUSH == 0 || size < 10e3) {
                    gzip.flush();
                }
                if (bytes.size() >= size && !end()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void begin() throws IOException {
        size = LEAST * Math.pow(MOST / LEAST, RANDOM.nextDouble());
        bytes = new ByteArrayOutputStream();
        gzip = new GZIPOutputStream(bytes, true);
        gzip.write("{\"Records\":[".getBytes(StandardCharsets.UTF_8));
        records = 0;
    }

    private boolean end() throws IOException {
        gzip.write("]}".getBytes(StandardCharsets.UTF_8));
        gzip.close();
        String region = List.of("us-east-1", "eu-west-1", "us-west-2").get(written % 3);
        Path file = out.resolve(String.format(
                Locale.ROOT,
                "AWSLogs/111122223333/CloudTrail/%s/2026/03/%02d/111122223333_CloudTrail_%1$s_202603%2$02dT%02d%02dZ_%016d.json.gz",
                region,
                1 + written / 288 % 28,
                written / 12 % 24,
                written % 12 * 5,
                written));
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.toByteArray());
        if (++written == objects) {
            return false;
        }
        begin();
        return true;
    }
}
