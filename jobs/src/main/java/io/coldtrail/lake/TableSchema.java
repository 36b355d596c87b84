package io.coldtrail.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One table of the case, as {@code schemas/tables/<name>.sql} defines it: the only place a column is defined.
 *
 * @param name name of the table
 * @param description its first comment line
 * @param columns columns with their comments
 * @param partitionedBy partition columns, none for most
 * @param properties Delta table properties
 */
public record TableSchema(
        String name,
        String description,
        StructType columns,
        List<String> partitionedBy,
        Map<String, String> properties) {
    /** Every table of a case, in the order data takes. */
    public static final List<String> NAMES = List.of(
            "objects",
            "rejects",
            "runs",
            "facts",
            "cloudtrail",
            "insights",
            "network_activity",
            "flow",
            "s3_access",
            "dns",
            "host_auth",
            "imported_findings",
            "config_items",
            "digests",
            "duplicates",
            "rules",
            "signals",
            "bucket_states",
            "hits",
            "sessions",
            "session_keys",
            "addresses",
            "spread",
            "attribution",
            "incidents",
            "timeline",
            "exposures",
            "containment",
            "event_hours",
            "blind_spots",
            "claims",
            "findings",
            "evidence",
            "history",
            "published");

    /** Those that hold records of the archive. */
    public static final List<String> LOGS = NAMES.subList(NAMES.indexOf("cloudtrail"), NAMES.indexOf("duplicates"));

    private static final Pattern CREATE =
            Pattern.compile("CREATE TABLE (\\w+) \\(\\n(.*?)\\n\\)\\nUSING DELTA\\n(.*)", Pattern.DOTALL);
    private static final Pattern PARTITIONED = Pattern.compile("PARTITIONED BY \\(([^)]*)\\)");
    private static final Pattern PROPERTY = Pattern.compile("'([^']+)' = '([^']*)'");
    private static final Map<String, TableSchema> LOADED = new ConcurrentHashMap<>();

    /** The schema of a table; an unknown name is a bug, not the user's mistake. */
    public static TableSchema of(String name) {
        return LOADED.computeIfAbsent(name, TableSchema::load);
    }

    private static TableSchema load(String name) {
        String sql = resource("/schemas/tables/" + name + ".sql");
        Matcher create = CREATE.matcher(sql);
        if (!create.find() || !create.group(1).equals(name)) {
            throw new IllegalStateException("schemas/tables/" + name + ".sql does not define table " + name);
        }
        List<String> partitions = new ArrayList<>();
        Matcher partitioned = PARTITIONED.matcher(create.group(3));
        if (partitioned.find()) {
            partitions.addAll(List.of(partitioned.group(1).split("\\s*,\\s*")));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (Matcher p = PROPERTY.matcher(create.group(3)); p.find(); ) {
            properties.put(p.group(1), p.group(2));
        }
        String description = sql.substring(0, sql.indexOf('\n')).replaceFirst("^--\\s*", "");
        return new TableSchema(name, description, StructType.fromDDL(create.group(2)), partitions, properties);
    }

    private static String resource(String path) {
        try (InputStream in = TableSchema.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Columns of which each file's least and greatest value are kept, so that readers may skip it. */
    StructType counted() {
        Set<String> names = Set.of(
                properties.getOrDefault("delta.dataSkippingStatsColumns", "").split(","));
        return new StructType(Arrays.stream(columns.fields())
                .filter(field -> names.contains(field.name()))
                .toArray(StructField[]::new));
    }

    /** The part of a column's comment before the bar: paths in the log record, none for what coldtrail derives. */
    public static List<String> sources(String comment) {
        String source = comment.substring(0, comment.indexOf('|')).trim();
        return Arrays.stream(source.split("\\s*,\\s*"))
                .filter(s -> !s.equals("-"))
                .toList();
    }
}
