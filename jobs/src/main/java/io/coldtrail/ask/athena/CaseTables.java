package io.coldtrail.ask.athena;

import io.coldtrail.archive.Archive;
import io.coldtrail.archive.ArchiveFilter;
import io.coldtrail.archive.ArchiveUri;
import io.coldtrail.lake.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * The tables of a case in S3, as Athena knows them: in a database of the Glue Data Catalog, by their place. Athena reads
 * columns and files from their Delta logs, so that what is registered once stays right as the case grows. Needs
 * glue:CreateDatabase, GetTable, CreateTable and UpdateTable, and s3:ListBucket on the case.
 */
public final class CaseTables {
    private static final Pattern COMMIT = Pattern.compile("(?:.*/)?(\\w+)/_delta_log/\\d{20}\\.json");

    private final String root;
    private final List<String> tables;

    /** What {@link #register} did. */
    public record Registered(int made, int renewed) {}

    /**
     * Looks which tables a case has.
     *
     * @param uri {@code s3://bucket/prefix}
     * @throws AthenaException where it is no case in S3
     */
    public CaseTables(String uri) {
        if (!ArchiveUri.isS3(uri)) {
            throw new AthenaException("--case " + uri + " is not in S3, and Athena reads nothing else: copy the case,"
                    + " as by aws s3 sync " + uri + " s3://bucket/prefix, or ask it here: coldtrail ask --case " + uri);
        }
        root = uri.replaceFirst("^s3[an]:", "s3:").replaceFirst("/+$", "") + "/tables/";
        Set<String> found = Archive.list(root, ArchiveFilter.ALL).stream()
                .map(object -> COMMIT.matcher(object.object()))
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .collect(Collectors.toSet());
        tables = TableSchema.NAMES.stream().filter(found::contains).toList();
        if (tables.isEmpty()) {
            throw new AthenaException(
                    "there is no case at " + uri + ": make one with coldtrail investigate URI --case " + uri);
        }
    }

    public List<String> names() {
        return tables;
    }

    /** The statements that make database and tables, to be run in Athena by hand. */
    public String ddl(String database) {
        StringBuilder ddl = new StringBuilder("CREATE DATABASE IF NOT EXISTS `" + database + "`;\n");
        for (String table : tables) {
            ddl.append("CREATE EXTERNAL TABLE `" + database + "`.`" + table + "`\n  LOCATION '"
                    + (root + table).replace("'", "''") + "/'\n  TBLPROPERTIES ('table_type' = 'DELTA');\n");
        }
        return ddl.toString();
    }

    /**
     * Makes database and tables, and puts right those that are there.
     *
     * @param replace whether tables that are of another case give way
     * @throws AthenaException where Glue refuses, or a table is of another case
     */
    public Registered register(String database, boolean replace) {
        return Clients.told(() -> register(Clients.build(GlueClient.builder()), database, replace));
    }

    private Registered register(GlueClient glue, String database, boolean replace) {
        try {
            glue.createDatabase(d -> d.databaseInput(i -> i.name(database).description("coldtrail, case " + root)));
        } catch (AlreadyExistsException e) {
            tables.forEach(table -> refuse(place(glue, database, table), database, table, replace));
        }
        int made = 0;
        for (String table : tables) {
            TableInput input = input(table);
            if (place(glue, database, table) == null) {
                glue.createTable(t -> t.databaseName(database).tableInput(input));
                made++;
            } else {
                glue.updateTable(t -> t.databaseName(database).tableInput(input));
            }
        }
        return new Registered(made, tables.size() - made);
    }

    private void refuse(String place, String database, String table, boolean replace) {
        if (place != null && !replace && !Objects.equals(place.replaceFirst("/+$", ""), root + table)) {
            throw new AthenaException("table " + table + " of database " + database + " is at " + place
                    + ", not of this case: give another --database, or --replace");
        }
    }

    /** Where a table is; null where there is none, empty where it is nowhere. */
    private static String place(GlueClient glue, String database, String table) {
        try {
            Table found =
                    glue.getTable(t -> t.databaseName(database).name(table)).table();
            return found.storageDescriptor() == null
                            || found.storageDescriptor().location() == null
                    ? ""
                    : found.storageDescriptor().location();
        } catch (EntityNotFoundException e) {
            return null;
        }
    }

    /** As Athena's own CREATE EXTERNAL TABLE leaves it behind; the columns are for those who look into Glue. */
    private TableInput input(String table) {
        TableSchema schema = TableSchema.of(table);
        List<Column> columns = List.of(schema.columns().fields()).stream()
                .map(f -> Column.builder()
                        .name(f.name())
                        .type(f.dataType().catalogString())
                        .build())
                .toList();
        return TableInput.builder()
                .name(table)
                .description(schema.description())
                .tableType("EXTERNAL_TABLE")
                .parameters(Map.of("EXTERNAL", "TRUE", "table_type", "DELTA", "spark.sql.sources.provider", "delta"))
                .storageDescriptor(s -> s.location(root + table)
                        .columns(columns)
                        .serdeInfo(i -> i.parameters(Map.of("path", root + table))))
                .build();
    }
}
