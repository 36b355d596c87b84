package io.coldtrail.report;

import org.apache.spark.sql.SparkSession;

class ReportSpark {
    static SparkSession spark() {
        return SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2").config("spark.databricks.delta.snapshotPartitions","2")
            .config("spark.sql.session.timeZone","UTC").config("spark.sql.ansi.enabled","true")
            .config("spark.driver.bindAddress","127.0.0.1").config("spark.driver.host","127.0.0.1")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog").getOrCreate();
    }
}
