package io.coldtrail.ask;

import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** Asks a case here and now, by Spark. */
public final class SparkAnswers implements AutoCloseable {
    private static final Pattern ALL_TABLES = Pattern.compile("\\bSHOW\\b", Pattern.CASE_INSENSITIVE);

    private final Case kase;
    private final Set<String> known = new HashSet<>();

    public SparkAnswers(Case kase) {
        this.kase = kase;
    }

    /**
     * Answers a query.
     *
     * @param values of its parameters, by name; they never become text of the query
     * @param limit rows at most
     * @throws QuestionException where the query cannot be run
     */
    public Answer answer(String sql, Map<String, Object> values, int limit) {
        know(sql);
        Dataset<Row> found;
        try {
            found = kase.spark().sql(sql, values);
        } catch (Exception e) {
            if (e instanceof AnalysisException || e instanceof ParseException) {
                throw new QuestionException("the query cannot be run: "
                        + e.getMessage().lines().findFirst().orElse("it is no SQL"));
            }
            throw e;
        }
        List<List<Object>> rows = new ArrayList<>();
        // one more than wanted, to know whether there is one
        for (Iterator<Row> left = found.limit(limit + 1).toLocalIterator(); left.hasNext(); ) {
            Row row = left.next();
            if (rows.size() == limit) {
                return new Answer(List.of(found.columns()), rows, true);
            }
            List<Object> cells = new ArrayList<>();
            for (int c = 0; c < row.size(); c++) {
                cells.add(cell(row.get(c)));
            }
            rows.add(Collections.unmodifiableList(cells));
        }
        return new Answer(List.of(found.columns()), rows, false);
    }

    /** Opens the tables that a query names: each takes a while. */
    private void know(String sql) {
        boolean all = ALL_TABLES.matcher(sql).find();
        String lower = sql.toLowerCase(Locale.ROOT);
        for (String table : TableSchema.NAMES) {
            if ((all || lower.contains(table)) && known.add(table)) {
                kase.table(table).createOrReplaceTempView(table);
            }
        }
    }

    /** The views of the tables that were asked are gone. */
    @Override
    public void close() {
        known.forEach(kase.spark().catalog()::dropTempView);
    }

    private static Object cell(Object value) {
        if (value instanceof Timestamp time) {
            return time.toInstant().toString();
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float || value instanceof BigDecimal) {
            return ((Number) value).doubleValue();
        }
        if (value == null || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        if (value instanceof scala.collection.Seq<?> items) {
            return items.mkString("[", ", ", "]");
        }
        return value.toString();
    }
}
