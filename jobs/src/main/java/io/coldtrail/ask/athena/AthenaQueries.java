package io.coldtrail.ask.athena;

import io.coldtrail.archive.SdkMessage;
import io.coldtrail.ask.Answer;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.ColumnInfo;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatistics;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatus;
import software.amazon.awssdk.services.athena.model.ResultConfiguration;
import software.amazon.awssdk.services.athena.model.Row;
import software.amazon.awssdk.services.athena.model.StatementType;

/**
 * Queries on Athena. Needs athena:StartQueryExecution, GetQueryExecution, GetQueryResults and StopQueryExecution, what
 * Glue and S3 ask of a reader of the tables, and to write to the place of the results.
 */
public final class AthenaQueries {
    /** US dollars a terabyte of data scanned, us-east-1, 2026: https://aws.amazon.com/athena/pricing/. */
    public static final double DOLLARS_A_TB = 5.00;

    /** What a query is charged for at least, bytes, where it scans anything. */
    private static final long LEAST_CHARGED = 10L << 20;

    private static final double TB = 1e12;

    private static final int ROWS_A_PAGE = 1000;
    private static final Duration FIRST_LOOK = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss[.SSSSSS][.SSS]", Locale.ROOT);

    private final AthenaClient athena = Clients.build(AthenaClient.builder());

    /**
     * What a query gave.
     *
     * @param id its execution, as the console of Athena lists it
     * @param bytes scanned
     */
    public record Result(Answer answer, String id, long bytes) {
        /** US dollars, by the list price; what is reserved or reused costs otherwise. */
        public double dollars() {
            return bytes == 0 ? 0 : Math.max(bytes, LEAST_CHARGED) / TB * DOLLARS_A_TB;
        }
    }

    /**
     * Runs a query and waits for it. A JVM that ends meanwhile stops it.
     *
     * @param database that names of tables are looked up in
     * @param workgroup null for the account's own
     * @param output where results are written, {@code s3://...}; null where the workgroup says it
     * @param limit rows at most
     * @throws AthenaException where it does not run, or fails
     */
    public Result run(String sql, String database, String workgroup, String output, int limit) {
        String id = Clients.told(() -> athena.startQueryExecution(q -> q.queryString(sql)
                        .queryExecutionContext(c -> c.database(database))
                        .workGroup(workgroup)
                        .resultConfiguration(
                                output == null
                                        ? null
                                        : ResultConfiguration.builder()
                                                .outputLocation(output)
                                                .build())))
                .queryExecutionId();
        Thread stop = new Thread(() -> athena.stopQueryExecution(q -> q.queryExecutionId(id)), "coldtrail-stop-query");
        Runtime.getRuntime().addShutdownHook(stop);
        QueryExecution done = await(id);
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            throw new AthenaException("query " + id + " was stopped");
        }
        QueryExecutionStatus status = done.status();
        if (status.state() != QueryExecutionState.SUCCEEDED) {
            throw new AthenaException("Athena says " + status.stateAsString() + " of query " + id + ": "
                    + SdkMessage.firstLine(status.stateChangeReason()));
        }
        QueryExecutionStatistics statistics = done.statistics();
        long bytes =
                statistics == null || statistics.dataScannedInBytes() == null ? 0 : statistics.dataScannedInBytes();
        // the answer of a SELECT begins with the names of its columns; that of SHOW or DESCRIBE does not
        boolean head = done.statementType() == null || done.statementType() == StatementType.DML;
        return new Result(Clients.told(() -> rows(id, head, limit)), id, bytes);
    }

    private QueryExecution await(String id) {
        Duration wait = FIRST_LOOK;
        while (true) {
            QueryExecution execution = Clients.told(() -> athena.getQueryExecution(q -> q.queryExecutionId(id)))
                    .queryExecution();
            QueryExecutionState state = execution.status().state();
            if (state != QueryExecutionState.QUEUED && state != QueryExecutionState.RUNNING) {
                return execution;
            }
            LockSupport.parkNanos(wait.toNanos());
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
    }

    private Answer rows(String id, boolean head, int limit) {
        List<String> names = List.of();
        List<String> types = List.of();
        List<List<Object>> rows = new ArrayList<>();
        boolean skip = head;
        for (GetQueryResultsResponse page :
                athena.getQueryResultsPaginator(q -> q.queryExecutionId(id).maxResults(ROWS_A_PAGE))) {
            List<ColumnInfo> columns = page.resultSet().resultSetMetadata().columnInfo();
            names = columns.stream().map(ColumnInfo::name).toList();
            types = columns.stream().map(ColumnInfo::type).toList();
            for (Row row : page.resultSet().rows()) {
                if (skip) {
                    skip = false;
                } else if (rows.size() == limit) {
                    return new Answer(names, rows, true);
                } else {
                    rows.add(cells(row, types));
                }
            }
        }
        return new Answer(names, rows, false);
    }

    private static List<Object> cells(Row row, List<String> types) {
        List<Object> cells = new ArrayList<>();
        for (int c = 0; c < row.data().size(); c++) {
            Datum datum = row.data().get(c);
            cells.add(cell(datum.varCharValue(), types.get(c)));
        }
        return Collections.unmodifiableList(cells);
    }

    /** A value as its type is: Athena sends text. */
    public static Object cell(String text, String type) {
        if (text == null) {
            return null;
        }
        return switch (type.replaceFirst("\\(.*", "").replaceFirst(" .*", "")) {
            case "tinyint", "smallint", "integer", "bigint" -> Long.valueOf(text);
            case "float", "real", "double", "decimal" -> Double.valueOf(text);
            case "boolean" -> Boolean.valueOf(text);
            case "timestamp" -> time(text);
            default -> text;
        };
    }

    private static String time(String text) {
        try {
            return LocalDateTime.parse(text.replaceFirst(" UTC$", ""), TIME)
                    .toInstant(ZoneOffset.UTC)
                    .toString();
        } catch (DateTimeParseException e) {
            return text; // of another zone: as it is
        }
    }
}
