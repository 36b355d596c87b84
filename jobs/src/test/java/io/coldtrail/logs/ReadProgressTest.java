package io.coldtrail.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import io.coldtrail.archive.ObjectStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A page of the ledger that comes back from a task moves the counters, unless its objects were counted here as read. */
class ReadProgressTest {
    @Test
    void countsWhatOtherMachinesRead() {
        String key = "AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/10/a.json.gz";
        ObjectRef ref = new ObjectRef(
                key, "s3://b/" + key, ObjectKind.CLOUDTRAIL, null, null, null, 700, null, null, null, null);
        byte[] page = Ledger.pack(
                List.of(new ObjectResult(ref, ObjectStatus.READ, null, null, null, 9000, 40, 0, 2, List.of())));
        long objects = ReadProgress.objects();
        long bytes = ReadProgress.bytes();
        long records = ReadProgress.records();
        long rejects = ReadProgress.rejects();

        merge(page);
        assertEquals(objects, ReadProgress.objects());

        page[0] ^= 1; // another JVM
        Ledger ledger = merge(page);
        assertEquals(objects + 1, ReadProgress.objects());
        assertEquals(bytes + 700, ReadProgress.bytes());
        assertEquals(records + 40, ReadProgress.records());
        assertEquals(rejects + 2, ReadProgress.rejects());
        assertEquals(ref, ledger.results().iterator().next().ref());
    }

    private static Ledger merge(byte[] page) {
        Ledger task = new Ledger();
        task.add(page);
        Ledger driver = new Ledger();
        driver.merge(task);
        return driver;
    }
}
