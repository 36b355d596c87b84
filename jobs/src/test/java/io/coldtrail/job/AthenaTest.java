package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.coldtrail.Moto;
import io.coldtrail.S3Server;
import io.coldtrail.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Table;

/** What coldtrail says to Glue and Athena, and what it makes of their answers. */
class AthenaTest {
    private static String moto;

    /** Two cases as far as registering looks: tables have a commit, and one was left without by a run that was killed. */
    @BeforeAll
    static void putCases() throws IOException {
        S3Server s3 = S3Server.start();
        moto = Moto.start();
        s3.client().createBucket(b -> b.bucket("athena-cases"));
        for (String kase : List.of("one", "two")) {
            for (String key : List.of(
                    "tables/cloudtrail/_delta_log/00000000000000000000.json",
                    "tables/objects/_delta_log/00000000000000000003.json",
                    "tables/flow/_delta_log/_commits/x.tmp",
                    "tables/flow/part-0.parquet",
                    "report/index.html")) {
                s3.client()
                        .putObject(o -> o.bucket("athena-cases").key(kase + "/" + key), RequestBody.fromString("{}"));
            }
        }
    }

    @Test
    void registersTheTablesThatTheCaseHas() {
        Said first = Said.by("athena", "register", "--case", "s3://athena-cases/one/", "--database", "c1");
        assertEquals(0, first.code(), first.err());
        assertTrue(first.out().startsWith("Database c1: 2 tables made, 0 were there."), first.out());
        try (GlueClient glue = GlueClient.builder()
                .httpClientBuilder(ApacheHttpClient.builder())
                .build()) {
            List<Table> tables = glue.getTables(t -> t.databaseName("c1")).tableList();
            assertEquals(
                    List.of("cloudtrail", "objects"),
                    tables.stream().map(Table::name).sorted().toList());
            Table table =
                    glue.getTable(t -> t.databaseName("c1").name("cloudtrail")).table();
            assertEquals(
                    "s3://athena-cases/one/tables/cloudtrail",
                    table.storageDescriptor().location());
            assertEquals("DELTA", table.parameters().get("table_type"));
            assertEquals("EXTERNAL_TABLE", table.tableType());
        }
        Said again = Said.by("athena", "register", "--case", "s3://athena-cases/one", "--database", "c1");
        assertTrue(again.out().startsWith("Database c1: 0 tables made, 2 were there."), again.out());
        Said other = Said.by("athena", "register", "--case", "s3://athena-cases/two", "--database", "c1");
        assertEquals(2, other.code());
        assertEquals(
                "coldtrail: table objects of database c1 is at s3://athena-cases/one/tables/objects, not of this case: give"
                        + " another --database, or --replace\n",
                other.err());
        assertEquals(
                0,
                Said.by("athena", "register", "--case", "s3://athena-cases/two", "--database", "c1", "--replace")
                        .code());
    }

    @Test
    void printsTheStatementsInstead() {
        Said printed =
                Said.by("athena", "register", "--case", "s3a://athena-cases/one", "--database", "never", "--print");
        assertEquals(
                """
                CREATE DATABASE IF NOT EXISTS `never`;
                CREATE EXTERNAL TABLE `never`.`objects`
                  LOCATION 's3://athena-cases/one/tables/objects/'
                  TBLPROPERTIES ('table_type' = 'DELTA');
                CREATE EXTERNAL TABLE `never`.`cloudtrail`
                  LOCATION 's3://athena-cases/one/tables/cloudtrail/'
                  TBLPROPERTIES ('table_type' = 'DELTA');
                """,
                printed.out());
        Said sql = Said.by("athena", "ask", "key-sessions", "--key", "it's", "--database", "c1", "--print");
        assertTrue(sql.out().contains("WHERE k.access_key_id = 'it''s'"), sql.out());
    }

    @Test
    void oneLineSaysWhatIsWrong() {
        wrong(
                "--case demo/case is not in S3, and Athena reads nothing else",
                "--case",
                "demo/case",
                "--database",
                "c1");
        wrong("there is no case at s3://athena-cases/none", "--case", "s3://athena-cases/none", "--database", "c1");
        wrong("is no name that Athena takes", "--case", "s3://athena-cases/one", "--database", "C-1");
    }

    private static void wrong(String message, String... options) {
        List<String> command = new ArrayList<>(List.of("athena", "register"));
        command.addAll(List.of(options));
        Said said = Said.by(command.toArray(new String[0]));
        assertEquals(2, said.code());
        assertEquals(1, said.err().lines().count(), said.err());
        assertTrue(said.err().contains(message), said.err());
    }

    /** moto runs no query: it answers with what it was given before. */
    @Test
    void queriesAndReadsTheAnswer() throws Exception {
        String seeded =
                """
                {"results": [{
                  "rows": [
                    {"Data": [{"VarCharValue": "source_ip"}, {"VarCharValue": "calls"}, {"VarCharValue": "first_seen"}]},
                    {"Data": [{"VarCharValue": "203.0.113.26"}, {"VarCharValue": "526"},
                              {"VarCharValue": "2022-11-10 15:06:15.000 UTC"}]},
                    {"Data": [{"VarCharValue": "=1+1,\\u001b[2J"}, {}, {}]}],
                  "column_info": [
                    {"Name": "source_ip", "Type": "varchar"}, {"Name": "calls", "Type": "bigint"},
                    {"Name": "first_seen", "Type": "timestamp with time zone"}]}],
                 "region": "us-east-1"}
                """;
        HttpRequest seed = HttpRequest.newBuilder(URI.create(moto + "/moto-api/static/athena/query-results"))
                .POST(BodyPublishers.ofString(seeded))
                .build();
        assertEquals(
                201,
                HttpClient.newHttpClient().send(seed, BodyHandlers.discarding()).statusCode());
        Said json = Said.by(
                "athena",
                "ask",
                "who-used-key",
                "--key",
                "ASIA1",
                "--database",
                "c1",
                "--output",
                "s3://athena-cases/results/",
                "--format",
                "json");
        assertEquals(0, json.code(), json.err());
        JsonNode rows = new ObjectMapper().readTree(json.out());
        assertEquals(2, rows.size());
        assertEquals(526, rows.at("/0/calls").asInt());
        assertTrue(rows.at("/0/calls").isNumber());
        assertEquals("2022-11-10T15:06:15Z", rows.at("/0/first_seen").asText());
        assertTrue(rows.at("/1/calls").isNull());
        assertTrue(json.err().contains(" scanned "), json.err());
        assertTrue(json.err().contains(" at $5.00 a TB"), json.err());
    }

    /** An Athena that takes its time, and one that fails: moto has neither. */
    @Test
    void waitsAndTellsBytesAndPriceAndWhyItFailed() throws IOException {
        List<String> asked = new ArrayList<>();
        List<String> states = new ArrayList<>(List.of("QUEUED", "RUNNING", "SUCCEEDED"));
        HttpServer athena = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        athena.createContext("/", call -> {
            String target = call.getRequestHeaders().getFirst("X-Amz-Target");
            String sent = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(target.replace("AmazonAthena.", "") + " " + sent);
            String state = states.size() > 1 && target.endsWith("GetQueryExecution") ? states.remove(0) : states.get(0);
            byte[] answer = (target.endsWith("StartQueryExecution")
                            ? "{\"QueryExecutionId\":\"q-1\"}"
                            : target.endsWith("GetQueryExecution")
                                    ? "{\"QueryExecution\":{\"StatementType\":\"DML\",\"Status\":{\"State\":\"" + state
                                            + "\",\"StateChangeReason\":\"COLUMN_NOT_FOUND: line 1:8: Column 'x'"
                                            + " cannot be resolved\\nand more\"},\"Statistics\":"
                                            + "{\"DataScannedInBytes\":2000000000}}}"
                                    : "{\"ResultSet\":{\"Rows\":[{\"Data\":[{\"VarCharValue\":\"n\"}]},{\"Data\":"
                                            + "[{\"VarCharValue\":\"3\"}]}],\"ResultSetMetadata\":{\"ColumnInfo\":"
                                            + "[{\"Name\":\"n\",\"Type\":\"bigint\"}]}}}")
                    .getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            call.sendResponseHeaders(200, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        athena.start();
        System.setProperty(
                "aws.endpointUrlAthena",
                "http://127.0.0.1:" + athena.getAddress().getPort());
        try {
            String[] query = {
                "athena",
                "query",
                "SELECT x",
                "--database",
                "c1",
                "--workgroup",
                "w",
                "--output",
                "s3://athena-cases/out/"
            };
            Said said = Said.by(query);
            assertEquals(0, said.code(), said.err());
            assertEquals("n\n3\n", said.out());
            assertEquals("coldtrail: query q-1 scanned 1.9 GiB, $0.0100 at $5.00 a TB\n", said.err());
            JsonNode started = new ObjectMapper().readTree(asked.get(0).substring("StartQueryExecution ".length()));
            assertEquals("SELECT x", started.path("QueryString").asText());
            assertEquals("c1", started.at("/QueryExecutionContext/Database").asText());
            assertEquals("w", started.path("WorkGroup").asText());
            assertEquals(
                    "s3://athena-cases/out/",
                    started.at("/ResultConfiguration/OutputLocation").asText());
            assertEquals(
                    3,
                    asked.stream()
                            .filter(a -> a.startsWith("GetQueryExecution"))
                            .count());

            states.clear();
            states.add("FAILED");
            Said failed = Said.by(query);
            assertEquals(2, failed.code());
            assertEquals(
                    "coldtrail: Athena says FAILED of query q-1: COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be"
                            + " resolved\n",
                    failed.err());
        } finally {
            System.setProperty("aws.endpointUrlAthena", moto);
            athena.stop(0);
        }
    }
}
