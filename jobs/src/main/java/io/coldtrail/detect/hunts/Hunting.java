package io.coldtrail.detect.hunts;

import io.coldtrail.detect.sigma.RuleException;
import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.detect.sigma.RuleSet.Unusable;
import io.coldtrail.detect.sigma.RuleText;
import io.coldtrail.lake.Case;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Runs hunts, each by itself: one that fails costs the others nothing. Replaces table {@code hits}. */
public final class Hunting {
    private final Case kase;
    private final Set<String> ids;
    private final List<RuleHead> used = new ArrayList<>();
    private final List<Unusable> broken = new ArrayList<>();
    private final List<Unusable> notRun = new ArrayList<>();
    private final List<Dataset<Row>> hits = new ArrayList<>();

    private Hunting(Case kase, Set<String> ids) {
        this.kase = kase;
        this.ids = new HashSet<>(ids);
    }

    /**
     * What became of the hunts.
     *
     * @param used those that ran
     * @param broken those that cannot run
     * @param notRun those whose logs the archive lacks
     */
    public record Outcome(List<RuleHead> used, List<Unusable> broken, List<Unusable> notRun) {}

    /**
     * Runs hunts in the order of their files.
     *
     * @param hunts files of hunts
     * @param views files of views that hunts share, named by their stems
     * @param ids ids that rules have taken
     */
    public static Outcome run(Case kase, List<RuleText> hunts, List<RuleText> views, Set<String> ids) {
        return new Hunting(kase, ids).run(hunts, views);
    }

    private Outcome run(List<RuleText> hunts, List<RuleText> views) {
        List<RuleText> ordered = new ArrayList<>(hunts);
        ordered.sort(Comparator.comparing(RuleText::file).thenComparing(RuleText::text));
        try (HuntViews open = new HuntViews(kase, shared(views))) {
            ordered.forEach(file -> run(file, open));
            kase.replace("hits", HitRows.ordered(kase, hits));
        } finally {
            hits.forEach(Dataset::unpersist);
        }
        return new Outcome(used, broken, notRun);
    }

    private static Map<String, Hunt> shared(List<RuleText> views) {
        Map<String, Hunt> shared = new HashMap<>();
        for (RuleText view : views) {
            try {
                String name = view.file().replaceFirst("^.*/", "").replaceFirst("\\.sql$", "");
                shared.put(name, HuntParser.parse(view));
            } catch (RuleException e) {
                throw new IllegalStateException(view.file() + ": " + e.getMessage(), e);
            }
        }
        return shared;
    }

    private void run(RuleText file, HuntViews views) {
        Hunt hunt;
        try {
            hunt = HuntParser.parse(file);
        } catch (RuleException e) {
            broken.add(new Unusable(file.file(), null, null, e.getMessage()));
            return;
        }
        RuleHead head = hunt.head();
        Dataset<Row> rows = null;
        try {
            if (!ids.add(head.id())) {
                throw new RuleException("its id " + head.id() + " is taken by another rule");
            }
            String lacking = views.open(hunt);
            if (lacking != null) {
                notRun.add(new Unusable(head.file(), head.id(), head.title(), lacking));
                return;
            }
            rows = HitRows.of(head, views.query(hunt)).persist(StorageLevel.MEMORY_AND_DISK());
            rows.count();
            hits.add(rows);
            used.add(head);
        } catch (Exception e) {
            // whatever Spark has to say of a query: its exceptions are checked or not, as it pleases
            if (rows != null) {
                rows.unpersist();
            }
            broken.add(new Unusable(head.file(), head.id(), head.title(), reason(e)));
        }
    }

    /** The first line of the innermost reason; what follows is a plan or a stack. */
    private static String reason(Throwable e) {
        Throwable inner = e;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = String.valueOf(inner.getMessage()).strip();
        return message.lines().findFirst().orElse(inner.getClass().getSimpleName());
    }
}
