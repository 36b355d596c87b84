package io.coldtrail.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is listed comes out once, but for what is known, in batches, whatever fits in memory. */
class NewObjectsTest extends SparkTest {
    private static final int OBJECTS = 1000;

    @TempDir
    Path dir;

    /** Ten in memory: a hundred files, which are merged in two rounds. */
    @Test
    void moreThanMemoryHoldsComesOutAsIfItHeldThem() throws Exception {
        List<List<ObjectRef>> all = batches(objects(1), Set.of(), OBJECTS);
        List<List<ObjectRef>> tens = batches(objects(2), Set.of(), 10);
        assertEquals(1, all.size());
        assertEquals(OBJECTS, new HashSet<>(all.get(0)).size());
        assertEquals(new HashSet<>(objects(3)), new HashSet<>(all.get(0)));
        assertEquals(OBJECTS / 10, tens.size());
        assertEquals(all.get(0), tens.stream().flatMap(List::stream).toList(), "in whatever order they were listed");
        assertSlicesOfTime(all.get(0));
    }

    @Test
    void whatIsKnownIsLeftOut() throws Exception {
        Set<String> known = new HashSet<>(Set.of("", "gone", "~"));
        objects(1).stream().filter(o -> o.size() % 3 == 0).forEach(o -> known.add(o.object()));
        for (int inMemory : new int[] {10, OBJECTS * 2}) {
            List<ObjectRef> left = batches(objects(4), known, inMemory).stream()
                    .flatMap(List::stream)
                    .toList();
            assertEquals(objects(1).stream().filter(o -> o.size() % 3 != 0).count(), left.size());
            assertTrue(left.stream().allMatch(o -> o.size() % 3 != 0));
            assertSlicesOfTime(left);
        }
    }

    @Test
    void aBatchHasAsManyBytesAsItMay() throws Exception {
        List<ObjectRef> large = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            large.add(object(i, 1L << 30));
        }
        large.add(object(7, 9L << 30));
        // of three kinds: 0, 3, 6; 1, 4, 7; 2, 5
        assertEquals(
                List.of(4, 1, 1, 2),
                batches(large, Set.of(), OBJECTS).stream().map(List::size).toList());
    }

    private List<List<ObjectRef>> batches(List<ObjectRef> objects, Set<String> known, int inMemory) throws Exception {
        Path folder = Files.createTempDirectory(dir, "case");
        Case kase = new Case(session(), folder.toString());
        kase.files().writeText("listing/new-1", "what a run that was ended left");
        List<List<ObjectRef>> batches = new ArrayList<>();
        try (NewObjects fresh = NewObjects.of(kase, objects::forEach, known.iterator(), inMemory)) {
            assertEquals(objects.size(), fresh.listed());
            assertEquals(objects.stream().mapToLong(ObjectRef::size).sum(), fresh.bytes());
            assertEquals(!known.isEmpty(), fresh.someKnown());
            for (Iterator<List<ObjectRef>> parts = fresh.batches(); parts.hasNext(); ) {
                batches.add(parts.next());
            }
            // as often as asked
            assertEquals(batches.isEmpty(), !fresh.batches().hasNext());
        }
        assertEquals(List.of(), kase.files().list("listing/"), "nothing is left behind");
        return batches;
    }

    private static void assertSlicesOfTime(List<ObjectRef> objects) {
        for (int i = 1; i < objects.size(); i++) {
            ObjectRef a = objects.get(i - 1);
            ObjectRef b = objects.get(i);
            assertTrue(a.kind().compareTo(b.kind()) <= 0, a + " " + b);
            if (a.kind() == b.kind() && a.delivered() != null) {
                assertFalse(b.delivered().isBefore(a.delivered()), a + " " + b);
            }
        }
    }

    private static List<ObjectRef> objects(int seed) {
        List<ObjectRef> objects = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            objects.add(object(i, i));
        }
        Collections.shuffle(objects, new Random(seed));
        return objects;
    }

    private static ObjectRef object(int i, long size) {
        String name = "AWSLogs/\u00e9 " + i + "/\uD83D\uDE00";
        return new ObjectRef(
                name,
                i % 2 == 0 ? "s3://b/p/" + name : "s3://b/other",
                ObjectKind.values()[i % 3],
                i % 5 == 0 ? null : "111122223333",
                i % 7 == 0 ? null : "us-east-1",
                i % 11 == 0 ? null : Instant.parse("2023-07-10T00:00:00Z").plusSeconds(i * 7919L % 86_400),
                size,
                i % 2 == 0 ? "\"e" + i + "\"" : null,
                i % 13 == 0 ? "v" + i : null,
                i % 2 == 0 ? Instant.parse("2023-07-10T12:00:00.123Z") : null,
                i % 2 == 0 ? "STANDARD" : null);
    }
}
