package io.coldtrail.lake;

import io.coldtrail.archive.ObjectKind;
import io.coldtrail.archive.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The batches of a case, in {@code batches/}: a plan each, and beside it a mark once all its tables are committed. */
public final class Batches {
    private static final String FOLDER = "batches/";
    private static final String PLAN = ".jsonl";
    private static final String PART = FOLDER + "part";
    private static final String DONE = ".done";
    private static final String SETTLED = "settled";

    private final Case kase;

    public Batches(Case kase) {
        this.kase = kase;
    }

    /** Plans a batch: writes down what it is to read, before it runs. */
    public Batch plan(List<ObjectRef> objects) {
        int number = (int) kase.files().list(FOLDER).stream()
                        .filter(f -> f.endsWith(PLAN))
                        .count()
                + 1;
        Batch batch = Batch.of(number, objects);
        String plan = FOLDER + batch.id() + PLAN;
        try (OutputStream out = kase.files().write(PART)) {
            batch.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + kase.path(plan) + ": " + e.getMessage(), e);
        }
        kase.files().rename(PART, plan); // a plan that was cut off is none
        return batch;
    }

    /** Marks a batch as committed to every table; the mark names the kinds of its objects. */
    public void done(Batch batch) {
        Set<String> kinds = new TreeSet<>();
        batch.objects().forEach(o -> kinds.add(o.kind().word()));
        kase.files().writeText(FOLDER + batch.id() + DONE, String.join("\n", kinds));
    }

    /** Batches that were planned and not done, for an earlier run stopped; in their order. */
    public List<Batch> unfinished() {
        List<String> files = kase.files().list(FOLDER);
        return files.stream()
                .filter(f -> f.endsWith(PLAN))
                .map(f -> f.substring(0, f.length() - PLAN.length()))
                .filter(id -> !files.contains(id + DONE))
                .map(this::read)
                .toList();
    }

    private Batch read(String id) {
        String plan = FOLDER + id + PLAN;
        try (InputStream in = kase.files().read(plan)) {
            return Batch.read(id, in);
        } catch (IOException e) {
            throw new UncheckedIOException("plan of batch " + id + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Kinds of objects in the batches done since {@link #settle}: what follows from all events of such a log together is
     * still to be worked out, be it that the run that read them stopped before.
     */
    public Set<ObjectKind> unsettled() {
        String settled = kase.files().readText(FOLDER + SETTLED);
        Set<String> before = settled == null ? Set.of() : settled.lines().collect(Collectors.toSet());
        Set<ObjectKind> kinds = EnumSet.noneOf(ObjectKind.class);
        for (String done : kase.files().list(FOLDER)) {
            if (done.endsWith(DONE) && !before.contains(done)) {
                kase.files().readText(FOLDER + done).lines().map(ObjectKind::of).forEach(kinds::add);
            }
        }
        return kinds;
    }

    /** Says that what follows from all events together has been worked out for the batches done so far. */
    public void settle() {
        kase.files().writeText(FOLDER + SETTLED, doneNames());
    }

    private String doneNames() {
        return kase.files().list(FOLDER).stream().filter(f -> f.endsWith(DONE)).collect(Collectors.joining("\n"));
    }
}
