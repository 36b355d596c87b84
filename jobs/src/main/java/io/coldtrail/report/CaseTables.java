package io.coldtrail.report;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.Settings;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the report reads of a case. */
interface CaseTables {
    Dataset<Row> table(String name);

    Settings settings();

    static CaseTables of(Case source) {
        return new CaseTables() {
            @Override
            public Dataset<Row> table(String name) {
                return source.table(name);
            }

            @Override
            public Settings settings() {
                return source.settings();
            }
        };
    }
}
