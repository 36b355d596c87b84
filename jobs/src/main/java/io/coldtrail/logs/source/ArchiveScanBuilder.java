package io.coldtrail.logs.source;

import io.coldtrail.logs.source.ReadPlans.ReadPlan;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes from Spark what a query can do without: columns, and times. */
final class ArchiveScanBuilder implements SupportsPushDownRequiredColumns, SupportsPushDownV2Filters {
    private final ReadPlan plan;
    private StructType columns;
    private TimeRange times = TimeRange.ALL;
    private final List<Predicate> used = new ArrayList<>();

    ArchiveScanBuilder(ReadPlan plan, StructType columns) {
        this.plan = plan;
        this.columns = columns;
    }

    @Override
    public void pruneColumns(StructType required) {
        columns = required;
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        for (Predicate predicate : predicates) {
            TimeRange narrowed = times.and(predicate);
            if (!narrowed.equals(times)) {
                used.add(predicate);
            }
            times = narrowed;
        }
        return predicates; // each is applied again: events without a time pass here
    }

    @Override
    public Predicate[] pushedPredicates() {
        return used.toArray(new Predicate[0]);
    }

    @Override
    public Scan build() {
        return new ArchiveScan(plan, columns, times);
    }
}
