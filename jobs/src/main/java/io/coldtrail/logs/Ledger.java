package io.coldtrail.logs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.spark.util.AccumulatorV2;

/**
 * Brings what came of each object out of a read, beside its rows, without a second pass. A task adds one packed page
 * when it has read its last object, so that neither heartbeats nor failed attempts see a half one; Spark applies a page
 * once for each task of a result stage. It is filled by a read that reaches its end, and by no other.
 */
public final class Ledger extends AccumulatorV2<byte[], List<byte[]>> {
    private final List<byte[]> pages = Collections.synchronizedList(new ArrayList<>());

    /** Packs what came of a task's objects. */
    static byte[] pack(List<ObjectResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ReadProgress.Counts.of(results).write(bytes);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            for (ObjectResult result : results) {
                out.writeBoolean(true);
                result.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What came of each object, by name; an object told twice, by a stage that ran twice, counts once. */
    public Collection<ObjectResult> results() {
        Map<String, ObjectResult> results = new TreeMap<>();
        for (byte[] page : List.copyOf(pages)) {
            ByteArrayInputStream bytes = new ByteArrayInputStream(page);
            ReadProgress.Counts.read(bytes);
            try (DataInputStream in = new DataInputStream(new InflaterInputStream(bytes))) {
                while (in.read() == 1) {
                    ObjectResult result = ObjectResult.read(in);
                    results.put(result.ref().object(), result);
                }
            } catch (EOFException e) {
                throw new IllegalStateException("a page of the ledger is cut off", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return results.values();
    }

    @Override
    public boolean isZero() {
        return pages.isEmpty();
    }

    @Override
    public AccumulatorV2<byte[], List<byte[]>> copy() {
        Ledger copy = new Ledger();
        copy.pages.addAll(List.copyOf(pages));
        return copy;
    }

    @Override
    public void reset() {
        pages.clear();
    }

    @Override
    public void add(byte[] page) {
        pages.add(page);
    }

    @Override
    public void merge(AccumulatorV2<byte[], List<byte[]>> other) {
        List<byte[]> more = List.copyOf(((Ledger) other).pages);
        pages.addAll(more);
        more.forEach(page -> ReadProgress.told(ReadProgress.Counts.read(new ByteArrayInputStream(page))));
    }

    @Override
    public List<byte[]> value() {
        return pages;
    }
}
