package io.coldtrail.logs.source;

import io.coldtrail.archive.ObjectRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.spark.sql.connector.read.InputPartition;

/** The objects of one task, packed: keys of one archive are much alike. */
final class ArchivePartition implements InputPartition {
    private final int count;
    private final byte[] packed;

    ArchivePartition(List<ObjectRef> objects) {
        count = objects.size();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            for (ObjectRef object : objects) {
                object.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        packed = bytes.toByteArray();
    }

    List<ObjectRef> objects() {
        List<ObjectRef> objects = new ArrayList<>(count);
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
            for (int i = 0; i < count; i++) {
                objects.add(ObjectRef.read(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }
}
