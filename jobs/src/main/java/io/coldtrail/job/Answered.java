package io.coldtrail.job;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.coldtrail.lake.Case;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the answers of a case were made of, in file {@code answered}: where that is as it was, so are they. */
final class Answered {
    private static final String FILE = "answered";

    private Answered() {}

    /** To be called when the last answer is written. */
    static void remember(Case kase) {
        kase.files().writeText(FILE, fingerprint(kase));
    }

    /** True where an answer made now would be the one that is there. */
    static boolean still(Case kase) {
        return fingerprint(kase).equals(kase.files().readText(FILE));
    }

    /** Events only grow; rules and threat lists are copied, and settings name the hashes of the copies. */
    private static String fingerprint(Case kase) {
        StringBuilder made =
                new StringBuilder(Version.text()).append(kase.settings().toJson());
        sorted(made, kase.table("objects").groupBy("source", "status").agg(count(lit(1)), sum("records")));
        sorted(made, kase.table("facts").drop("given"));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(made.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void sorted(StringBuilder to, Dataset<Row> few) {
        few.collectAsList().stream().map(Row::toString).sorted().forEach(to::append);
    }
}
