package io.coldtrail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ObjectBodyTest {
    private final byte[] text = noise(300_000);

    @Test
    void inflatesSeveralMembersAndHashesTheFirst() throws Exception {
        byte[] second = "{\"second\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] stored = join(gzip(text), gzip(second));
        ObjectBody body = new ObjectBody(new ByteArrayInputStream(stored), true);
        assertArrayEquals(join(text, second), readAll(body, 7_777));
        body.drain();
        assertEquals(sha256(stored), body.storedSha256());
        assertEquals(sha256(text), body.contentSha256());
        assertEquals(text.length + second.length, body.contentSize());
    }

    @Test
    void aPlainBodyIsItsOwnContent() throws Exception {
        ObjectBody body = new ObjectBody(new ByteArrayInputStream(text), true);
        assertArrayEquals(text, readAll(body, 1 << 20));
        body.drain();
        assertEquals(sha256(text), body.storedSha256());
        assertEquals(sha256(text), body.contentSha256());
    }

    @Test
    void whatComesBeforeTheCutIsGood() throws Exception {
        byte[] stored = gzip(text);
        byte[] cut = Arrays.copyOf(stored, stored.length / 2);
        ObjectBody body = new ObjectBody(new ByteArrayInputStream(cut), true);
        ByteArrayOutputStream good = new ByteArrayOutputStream();
        IOException broke = assertThrows(IOException.class, () -> readAll(body, 1000, good));
        assertTrue(broke.getMessage().contains("ends early"), broke.getMessage());
        assertTrue(good.size() > text.length / 4, "half of it was there");
        assertArrayEquals(Arrays.copyOf(text, good.size()), good.toByteArray());
        body.drain();
        assertEquals(sha256(cut), body.storedSha256());
        assertEquals(null, body.contentSha256());
    }

    @Test
    void bytesBehindTheStreamAreToldNotSwallowed() {
        byte[] stored = join(gzip(text), "tampered".getBytes(StandardCharsets.UTF_8));
        ObjectBody body = new ObjectBody(new ByteArrayInputStream(stored), true);
        IOException broke = assertThrows(IOException.class, () -> readAll(body, 1000));
        assertTrue(broke.getMessage().contains("unexpected data after end of compressed stream"), broke.getMessage());
    }

    @Test
    void aChangedByteIsNoticed() {
        byte[] stored = gzip(text);
        stored[stored.length - 6] ^= 1; // in the checksum
        ObjectBody body = new ObjectBody(new ByteArrayInputStream(stored), true);
        assertThrows(IOException.class, () -> readAll(body, 1000));
    }

    private static byte[] readAll(ObjectBody body, int chunk) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        readAll(body, chunk, all);
        return all.toByteArray();
    }

    private static void readAll(ObjectBody body, int chunk, ByteArrayOutputStream to) throws IOException {
        byte[] buffer = new byte[chunk];
        for (int n; (n = body.read(buffer, 0, chunk)) >= 0; ) {
            to.write(buffer, 0, n);
        }
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(1);
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(20));
        }
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
