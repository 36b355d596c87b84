package io.coldtrail.trace.owners;

import static org.apache.spark.sql.functions.expr;

import io.coldtrail.trace.owners.Ownership.Kind;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which private address was which instance's, as the resolver's queries say: they name both. */
public final class ResolverOwners {
    private ResolverOwners() {}

    /** What table dns says; open at the end. */
    public static List<Holding> read(Dataset<Row> dns) {
        List<Row> rows = dns.where("event_time IS NOT NULL AND instance_id IS NOT NULL AND source_ip IS NOT NULL")
                .groupBy("instance_id", "source_ip", "account_id", "vpc_id")
                .agg(expr("min(event_time)").as("since"))
                .orderBy("since", "instance_id", "source_ip")
                .collectAsList();
        List<Holding> holdings = new ArrayList<>();
        for (Row r : rows) {
            holdings.add(new Holding(
                    r.getAs("source_ip"),
                    new Ownership(
                            Kind.INSTANCE,
                            r.getAs("instance_id"),
                            r.getAs("account_id"),
                            r.getAs("vpc_id"),
                            r.<Timestamp>getAs("since").toInstant(),
                            null,
                            "resolver queries")));
        }
        return holdings;
    }
}
