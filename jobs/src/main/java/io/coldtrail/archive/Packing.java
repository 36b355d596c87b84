package io.coldtrail.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Cuts a list of objects into tasks of like cost. Bytes alone would give tenfold skew: a small object costs its GET. */
public final class Packing {
    /** Measured: one GET and the work around it. */
    private static final double SECONDS_AN_OBJECT = 0.001;

    /** Measured: inflate and parse, 20 MB of CloudTrail gzip a second a core. */
    private static final double SECONDS_A_BYTE = 1 / 20e6;

    /** A task long enough to pay its start, short enough to be worth repeating. */
    private static final double SECONDS_A_TASK = 15;

    /** Spark ships a task's list with the task; more than this and it warns of its size. */
    private static final int OBJECTS_A_TASK = 10_000;

    private Packing() {}

    private static final class Bin {
        final List<ObjectRef> objects = new ArrayList<>();
        final int number;
        double seconds;

        Bin(int number) {
            this.number = number;
        }
    }

    /**
     * Packs objects, the dearest first, always into the task with the least to do.
     *
     * @param cores cores to keep busy
     */
    public static List<List<ObjectRef>> pack(List<ObjectRef> objects, int cores) {
        double total = objects.stream().mapToDouble(Packing::seconds).sum();
        int tasks = (int) Math.max(Math.ceil(total / SECONDS_A_TASK), cores);
        tasks = Math.max(Math.min(tasks, objects.size()), (objects.size() + OBJECTS_A_TASK - 1) / OBJECTS_A_TASK);
        PriorityQueue<Bin> bins = new PriorityQueue<>(
                Comparator.<Bin>comparingDouble(b -> b.seconds).thenComparingInt(b -> b.number));
        List<Bin> all = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            all.add(new Bin(i));
        }
        bins.addAll(all);
        List<ObjectRef> dearest = new ArrayList<>(objects);
        dearest.sort(Comparator.comparingDouble(Packing::seconds).reversed().thenComparing(ObjectRef::object));
        for (ObjectRef object : dearest) {
            Bin bin = bins.poll();
            bin.objects.add(object);
            bin.seconds += seconds(object);
            if (bin.objects.size() < OBJECTS_A_TASK) {
                bins.add(bin);
            }
        }
        return all.stream().map(b -> b.objects).filter(o -> !o.isEmpty()).toList();
    }

    private static double seconds(ObjectRef object) {
        return SECONDS_AN_OBJECT + object.size() * SECONDS_A_BYTE;
    }
}
