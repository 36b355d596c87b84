package io.coldtrail.detect.hunts;

import io.coldtrail.detect.sigma.RuleException;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

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
    /** Why hunts that need a view cannot run, by its name; null where they can. */
    private final Map<String, String> lacking = new HashMap<>();

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
        String reason = null;
        for (String name : (Iterable<String>) hunt.reads()::iterator) {
            String ofName = open(name);
            if (reason == null && hunt.needs().contains(name)) {
                reason = ofName;
            }
        }
        return reason;
    }

    private String open(String name) throws RuleException {
        if (!lacking.containsKey(name)) {
            Hunt view = shared.get(name);
            lacking.put(name, view == null ? openTable(name) : openShared(name, view));
        }
        return lacking.get(name);
    }

    private String openTable(String name) throws RuleException {
        if (!READABLE.contains(name)) {
            throw new RuleException("there is no table or view " + name + " that a hunt can read");
        }
        boolean empty = kase.isEmpty(name);
        Dataset<Row> rows = empty ? none(TableSchema.of(name).columns()) : rows(name);
        rows.createOrReplaceTempView(name);
        return empty ? "not run: the archive holds no " + LOGS.getOrDefault(name, name) : null;
    }

    /** Kept, for several hunts read it: else each would sort out the same records anew. */
    private String openShared(String name, Hunt view) throws RuleException {
        String reason = open(view);
        Dataset<Row> rows = query(view);
        if (reason == null) {
            rows = kase.keep(rows);
        } else {
            rows = none(rows.schema());
        }
        rows.createOrReplaceTempView(name);
        return reason;
    }

    /** Without rows, and known to be so before it is run: what reads it is planned away. */
    private Dataset<Row> none(StructType columns) {
        return kase.spark().createDataFrame(List.of(), columns);
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
        lacking.keySet().forEach(kase.spark().catalog()::dropTempView);
    }
}
