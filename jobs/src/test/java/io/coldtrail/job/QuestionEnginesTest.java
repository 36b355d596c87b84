package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.Tools;
import io.coldtrail.ask.Answer;
import io.coldtrail.ask.Question;
import io.coldtrail.ask.Questions;
import io.coldtrail.ask.SparkAnswers;
import io.coldtrail.ask.athena.AthenaSql;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The engines that read a case say the same: of the saved questions, of each table, and of what the demo does not have. */
class QuestionEnginesTest extends AskedQuestions {
    /** A value is a value, whatever is in it. */
    @Test
    void valuesAreNoSql() throws IOException {
        Question question = Questions.of("key-sessions");
        for (String hostile : List.of("' OR '1'='1", "\\' OR 1=1 --", "x'; DROP TABLE objects; --", "\u2019 OR 1=1")) {
            Map<String, Object> values = question.values(Map.of("key", hostile));
            assertEquals(
                    List.of(),
                    trino.query(AthenaSql.of(question, values), DATABASE).rows());
            assertEquals(List.of(), spark.answer(question.sql(), values, 10).rows());
        }
    }

    @Test
    void sparkSaysTheSame() {
        for (Question question : Questions.all()) {
            Answer answer = spark.answer(question.sql(), question.values(given(question.name())), 100_000);
            Answer expected = ANSWERS.get(question.name());
            assertEquals(expected.columns(), answer.columns(), question.name());
            for (int i = 0; i < Math.min(expected.rows().size(), answer.rows().size()); i++) {
                assertEquals(expected.rows().get(i), answer.rows().get(i), question.name() + ", row " + i);
            }
            assertEquals(expected.rows().size(), answer.rows().size(), question.name());
        }
    }

    /** Three engines read each table: the writer's, Athena's, and one in Rust that shares no code with them. */
    @Test
    void allReadersSeeTheSameRows() throws Exception {
        List<String> tables =
                TableSchema.NAMES.stream().filter(kase()::has).toList(); // all but those of hunts and publish
        String sql = tables.stream()
                .map(table -> "SELECT '" + table + "' AS name, count(*) AS n FROM " + table)
                .collect(Collectors.joining(" UNION ALL "));
        Map<String, Long> written = counts(spark.answer(sql, Map.of(), 100));
        Map<String, Long> registered = counts(trino.query(sql, DATABASE));
        assertEquals(written, registered, "Trino");

        String script =
                """
                import json, sys
                from deltalake import DeltaTable, QueryBuilder
                options = {'AWS_ENDPOINT_URL': sys.argv[1], 'AWS_ALLOW_HTTP': 'true', 'AWS_REGION': 'us-east-1',
                           'AWS_ACCESS_KEY_ID': 'test', 'AWS_SECRET_ACCESS_KEY': 'test'}
                rows = {}
                for name in sys.argv[2:]:
                    table = DeltaTable('s3://athena/c1/tables/' + name, storage_options=options)
                    found = QueryBuilder().register('t', table).execute('SELECT * FROM t')
                    rows[name] = sum(batch.num_rows for batch in found)
                print(json.dumps(rows))
                """;
        List<String> command = new ArrayList<>(List.of(Tools.python().toString(), "-c", script, s3.endpoint()));
        command.addAll(tables);
        Process python = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Long> read = new TreeMap<>();
        new ObjectMapper()
                .readTree(python.getInputStream())
                .fields()
                .forEachRemaining(e -> read.put(e.getKey(), e.getValue().asLong()));
        assertEquals(written, read, "deltalake");
    }

    private static Map<String, Long> counts(Answer answer) {
        Map<String, Long> counts = new TreeMap<>();
        answer.rows().forEach(row -> counts.put((String) row.get(0), (Long) row.get(1)));
        return counts;
    }

    /** Things that the demo's attacker does not do: a user, a key, machines, snapshots given away; and a broken record. */
    @Test
    void whatTheDemoHasNot() throws IOException {
        Path dir = Files.createDirectories(demo.dir.resolve("small/archive"));
        String mallory = "mallory 198.51.100.9 ";
        String ada = "ada 198.51.100.64 ";
        List<String> records = List.of(
                call(1, mallory + "iam CreateUser", "{\"userName\":\"backdoor\"}", "null"),
                call(
                        2,
                        mallory + "iam CreateAccessKey",
                        "{\"userName\":\"backdoor\"}",
                        "{\"accessKey\":{\"accessKeyId\":\"AKIAIOSFODNN7BACKDOOR\"}}"),
                call(
                        3,
                        mallory + "ec2 ModifySnapshotAttribute",
                        "{\"snapshotId\":\"snap-1\",\"createVolumePermission\":"
                                + "{\"add\":{\"items\":[{\"userId\":\"999988887777\"}]}}}",
                        "null"),
                call(
                        4,
                        mallory + "rds ModifyDBSnapshotAttribute",
                        "{\"valuesToAdd\":[\"all\"],\"dBSnapshotIdentifier\":\"db-1\"}",
                        "null"),
                call(
                        5,
                        mallory + "ec2 ModifySnapshotAttribute",
                        "{\"snapshotId\":\"snap-2\",\"createVolumePermission\":"
                                + "{\"remove\":{\"items\":[{\"userId\":\"999988887777\"}]}}}",
                        "null"),
                call(
                        6,
                        mallory + "ec2 RunInstances",
                        "{}",
                        "{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-0abc\"}]}}"),
                "{\"eventID\": oops}",
                call(7, ada + "iam DeleteUser", "{\"userName\":\"backdoor\"}", "null"),
                call(
                        8,
                        ada + "ec2 TerminateInstances",
                        "{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-0abc\"}]}}",
                        "null"));
        Files.writeString(dir.resolve("a.json"), "{\"Records\":[" + String.join(",", records) + "]}");
        String kase = demo.dir.resolve("small/case").toString();
        assertEquals(0, Commands.run("investigate", dir.toString(), "--case", kase, "--suspect", "ip=198.51.100.9"));
        s3.upload(demo.dir.resolve("small/case/tables"), "small", "tables/");
        assertEquals(0, Commands.run("athena", "register", "--case", "s3://small", "--database", "small"));

        SparkAnswers here = new SparkAnswers(new Case(session(), kase));
        for (String name : List.of("snapshots-shared", "created-still-there", "rejects")) {
            Question question = Questions.of(name);
            Map<String, Object> none = question.values(Map.of());
            Answer answer = trino.query(AthenaSql.of(question, none), "small");
            assertEquals(answer, here.answer(question.sql(), none, 100));
            List<String> expected =
                    switch (name) {
                        case "snapshots-shared" -> List.of("snap-1 999988887777", "db-1 all");
                        case "created-still-there" -> List.of(
                                "backdoor arn:aws:iam::111122223333:user/ada",
                                "AKIAIOSFODNN7BACKDOOR null",
                                "i-0abc arn:aws:iam::111122223333:user/ada");
                        default -> List.of("malformed 1");
                    };
            List<String> columns =
                    switch (name) {
                        case "snapshots-shared" -> List.of("item", "shared_with");
                        case "created-still-there" -> List.of("item", "undone_by");
                        default -> List.of("reason", "records");
                    };
            assertEquals(
                    expected,
                    rows(answer).stream()
                            .map(r -> r.get(columns.get(0)) + " " + r.get(columns.get(1)))
                            .toList());
        }
    }

    /** A record of CloudTrail, of that minute after ten. */
    private static String call(int minute, String what, String parameters, String response) {
        String[] w = what.split(" ");
        return """
                {"eventVersion":"1.08","eventTime":"2024-03-01T10:0%d:00Z","eventID":"00000000-0000-0000-0000-00000000000%d",
                 "eventType":"AwsApiCall","eventCategory":"Management","recipientAccountId":"111122223333",
                 "awsRegion":"us-east-1","eventSource":"%s.amazonaws.com","eventName":"%s","sourceIPAddress":"%s",
                 "readOnly":false,"userAgent":"aws-cli/2","userIdentity":{"type":"IAMUser","userName":"%s",
                 "accountId":"111122223333","principalId":"AIDA%S","arn":"arn:aws:iam::111122223333:user/%s",
                 "accessKeyId":"AKIA%S"},"requestParameters":%s,"responseElements":%s}"""
                .formatted(minute, minute, w[2], w[3], w[1], w[0], w[0], w[0], w[0], parameters, response);
    }
}
