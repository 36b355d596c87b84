package io.coldtrail.detect.hunts;

import io.coldtrail.detect.sigma.RuleException;
import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.detect.sigma.RuleSet.Unusable;
import io.coldtrail.detect.sigma.RuleText;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Together;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs hunts, each by itself: one that fails costs the others nothing. Replaces table {@code hits}. */
public final class Hunting {
    private final Case kase;
    private final List<Unusable> broken = new ArrayList<>();
    private final List<Unusable> notRun = new ArrayList<>();

    private Hunting(Case kase) {
        this.kase = kase;
    }

    /**
     * What became of the hunts.
     *
     * @param used those that ran
     * @param broken those that cannot run
     * @param notRun those whose logs the archive lacks
     */
    public record Outcome(List<RuleHead> used, List<Unusable> broken, List<Unusable> notRun) {}

    /** What a hunt found, or why it failed. */
    private record Run(RuleHead head, Dataset<Row> hits, Exception failure) {}

    /**
     * Runs hunts; what became of them is told in the order of their files.
     *
     * @param hunts files of hunts
     * @param views files of views that hunts share, named by their stems
     * @param ids ids that rules have taken
     */
    public static Outcome run(Case kase, List<RuleText> hunts, List<RuleText> views, Set<String> ids) {
        return new Hunting(kase).run(hunts, shared(views), new HashSet<>(ids));
    }

    private Outcome run(List<RuleText> files, Map<String, Hunt> shared, Set<String> ids) {
        List<RuleHead> used = new ArrayList<>();
        List<Dataset<Row>> hits = new ArrayList<>();
        try (HuntViews views = new HuntViews(kase, shared)) {
            for (Run run : runAll(ready(files, views, ids), views)) {
                if (run.failure() == null) {
                    used.add(run.head());
                    hits.add(run.hits());
                } else {
                    broken.add(broken(run.head(), run.failure()));
                }
            }
            kase.replace("hits", HitRows.ordered(kase, hits));
        }
        broken.sort(Comparator.comparing(Unusable::file));
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

    /** The hunts that can run, with all that they read made ready. */
    private List<Hunt> ready(List<RuleText> files, HuntViews views, Set<String> ids) {
        List<RuleText> ordered = new ArrayList<>(files);
        ordered.sort(Comparator.comparing(RuleText::file).thenComparing(RuleText::text));
        List<Hunt> ready = new ArrayList<>();
        for (RuleText file : ordered) {
            RuleHead head = null;
            try {
                Hunt hunt = HuntParser.parse(file);
                head = hunt.head();
                if (!ids.add(head.id())) {
                    throw new RuleException("its id " + head.id() + " is taken by another rule");
                }
                String lacking = views.open(hunt);
                if (lacking == null) {
                    ready.add(hunt);
                } else {
                    notRun.add(new Unusable(head.file(), head.id(), head.title(), lacking));
                }
            } catch (RuleException e) {
                broken.add(head == null ? new Unusable(file.file(), null, null, e.getMessage()) : broken(head, e));
            }
        }
        return ready;
    }

    private List<Run> runAll(List<Hunt> hunts, HuntViews views) {
        Together together = new Together();
        List<Supplier<Run>> runs = hunts.stream()
                .map(hunt -> together.start(() -> run(hunt, views)))
                .toList();
        together.end();
        return runs.stream().map(Supplier::get).toList();
    }

    private Run run(Hunt hunt, HuntViews views) {
        try {
            Dataset<Row> rows = kase.keep(HitRows.of(hunt.head(), views.query(hunt)));
            rows.count();
            return new Run(hunt.head(), rows, null);
        } catch (Exception e) {
            // whatever Spark has to say of a query: its exceptions are checked or not, as it pleases
            return new Run(hunt.head(), null, e);
        }
    }

    private static Unusable broken(RuleHead head, Exception failure) {
        return new Unusable(head.file(), head.id(), head.title(), reason(failure));
    }

    /** The first line of the innermost reason; what follows is a plan or a stack. An exception may say nothing. */
    private static String reason(Throwable e) {
        Throwable inner = e;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = Objects.requireNonNullElse(inner.getMessage(), "");
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(inner.getClass().getSimpleName());
    }
}
