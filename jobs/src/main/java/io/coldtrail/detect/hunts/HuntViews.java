package io.coldtrail.detect.hunts;

import io.coldtrail.detect.sigma.RuleException;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What hunts can read, as temporary views of the session: made when the first of them asks, gone at the end. */
final class HuntViews implements AutoCloseable {
    /** What an archive may lack, in words. */
    private static final Map<String, String> LOGS = Map.of(
            "cloudtrail", "CloudTrail logs",
            "flow", "flow logs",
            "s3_access", "S3 access logs",
            "dns", "DNS query logs",
            "host_auth", "host logs (sshd)",
            "config_items", "records of AWS Config",
            "imported_findings", "findings of other services");

    /** Says how things are set from then on, so what was before the window counts in it. */
    private static final Set<String> STATES = Set.of("config_items");

    private static final List<String> READABLE = TableSchema.NAMES.subList(0, TableSchema.NAMES.indexOf("hits"));

    private final Case kase;
    private final Map<String, Hunt> shared;
    private final Set<String> open = new LinkedHashSet<>();

    /**
     * None made yet.
     *
     * @param shared views that are queries themselves, by name
     */
    HuntViews(Case kase, Map<String, Hunt> shared) {
        this.kase = kase;
        this.shared = shared;
    }

    /** Makes all that the hunt may name; says why where it lacks something that it needs, else null. */
    String open(Hunt hunt) throws RuleException {
        for (String name : (Iterable<String>) hunt.reads()::iterator) {
            String lacking = open(name);
            if (lacking != null && hunt.needs().contains(name)) {
                return lacking;
            }
        }
        return null;
    }

    private String open(String name) throws RuleException {
        Hunt view = shared.get(name);
        if (view != null) {
            String lacking = open(view);
            if (lacking == null) {
                make(name, query(view));
            }
            return lacking;
        }
        if (!READABLE.contains(name)) {
            throw new RuleException("there is no table or view " + name + " that a hunt can read");
        }
        make(name, rows(name));
        return kase.table(name).isEmpty() ? "not run: the archive holds no " + LOGS.getOrDefault(name, name) : null;
    }

    private void make(String name, Dataset<Row> rows) {
        if (open.add(name)) {
            rows.createOrReplaceTempView(name);
        }
    }

    private Dataset<Row> rows(String name) {
        boolean events = List.of(TableSchema.of(name).columns().fieldNames()).contains("record_form");
        return events && !STATES.contains(name) ? kase.events(name) : kase.table(name);
    }

    /** The rows of a query, whose markers are bound and whose text is nothing but one query. */
    Dataset<Row> query(Hunt hunt) {
        return kase.spark().sql("SELECT * FROM (" + hunt.query() + "\n)", hunt.parameters());
    }

    @Override
    public void close() {
        open.forEach(kase.spark().catalog()::dropTempView);
    }
}
