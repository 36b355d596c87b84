package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.Moto;
import io.coldtrail.S3Server;
import io.coldtrail.SparkTest;
import io.coldtrail.Tools;
import io.coldtrail.Trino;
import io.coldtrail.ask.Answer;
import io.coldtrail.ask.Question;
import io.coldtrail.ask.Questions;
import io.coldtrail.ask.SparkAnswers;
import io.coldtrail.ask.athena.AthenaSql;
import io.coldtrail.lake.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Every saved question, asked once of Trino for all tests: of the demo's case, which it reads as Athena does, by way of
 * the Glue tables that {@code athena register} made.
 */
abstract class AskedQuestions extends SparkTest {
    static final String DATABASE = "demo";
    static final String EXFILTRATED = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration";

    static DemoCase demo;
    static JsonNode truth;
    static Trino trino;
    static SparkAnswers spark;
    static S3Server s3;
    static Map<String, JsonNode> calls;
    static final Map<String, Answer> ANSWERS = new ConcurrentHashMap<>();

    @AfterAll
    static void leaveNoViews() {
        spark.close();
    }

    @BeforeAll
    static void askEachQuestionOnce() throws IOException {
        Tools.find("trino");
        demo = DemoCase.investigated();
        spark = new SparkAnswers(kase());
        if (trino != null) {
            return;
        }
        truth = demo.truth;
        s3 = S3Server.start();
        s3.upload(demo.dir.resolve("case/tables"), "athena", "c1/tables/");
        String glue = Moto.start();
        assertEquals(0, Commands.run("athena", "register", "--case", "s3://athena/c1", "--database", DATABASE));
        trino = Trino.start(glue, s3.endpoint());
        calls = archivedCalls();
        // findings first, for one of them is asked about; the others beside each other
        ask(Questions.of("findings"));
        Questions.all().parallelStream().forEach(AskedQuestions::ask);
    }

    static void ask(Question question) {
        String sql = AthenaSql.of(question, question.values(given(question.name())));
        try {
            ANSWERS.put(question.name(), trino.query(sql, DATABASE));
        } catch (IOException e) {
            throw new UncheckedIOException(question.name(), e);
        }
    }

    static Case kase() {
        return demo.kase("case");
    }

    static String truth(String pointer) {
        return truth.at(pointer).asText();
    }

    static String attacker() {
        return truth("/incident/addresses/attacker");
    }

    /** What an investigator of the demo's incident would ask for. */
    static Map<String, String> given(String question) {
        String key = truth("/incident/session/access_key_id");
        return switch (question) {
            case "who-used-key", "key-calls", "key-sessions" -> Map.of("key", key);
            case "address-activity" -> Map.of("address", attacker());
            case "host-sign-ins" -> Map.of("address", truth("/answers/brute_force/source"));
            case "finding-evidence" -> Map.of("finding", finding());
            case "rule-hits" -> Map.of("rule", "Stealth:IAMUser/PasswordPolicyChange");
            case "first-seen" -> Map.of("from", truth("/incident/session/created"));
            case "object-history" -> Map.of(
                    "bucket", truth("/incident/buckets/data"),
                    "object", truth("/answers/objects/read_by_attacker/0/key"));
            case "bucket-states" -> Map.of("bucket", truth("/incident/buckets/data"));
            case "dns-domain" -> Map.of("domain", "amazonaws.com");
            default -> Map.of();
        };
    }

    static String finding() {
        return rows("findings").stream()
                .filter(f -> f.get("type").equals(EXFILTRATED))
                .map(f -> (String) f.get("finding_id"))
                .findFirst()
                .orElseThrow();
    }

    /** Rows of an answer, by column. */
    static List<Map<String, Object>> rows(String question) {
        return rows(ANSWERS.get(question));
    }

    static List<Map<String, Object>> rows(Answer answer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (List<Object> cells : answer.rows()) {
            Map<String, Object> row = new HashMap<>();
            for (int c = 0; c < cells.size(); c++) {
                row.put(answer.columns().get(c), cells.get(c));
            }
            rows.add(row);
        }
        return rows;
    }

    static List<Map<String, Object>> rows(String question, Predicate<Map<String, Object>> wanted) {
        return rows(question).stream().filter(wanted).toList();
    }

    static Map<String, Object> row(String question, Predicate<Map<String, Object>> wanted) {
        List<Map<String, Object>> found = rows(question, wanted);
        assertEquals(1, found.size(), () -> question + ": " + rows(question));
        return found.get(0);
    }

    static long sum(List<Map<String, Object>> rows, String column) {
        return rows.stream().mapToLong(r -> (Long) r.get(column)).sum();
    }

    /** CloudTrail's records as they lie in the archive, each once. */
    static Map<String, JsonNode> archivedCalls() throws IOException {
        Map<String, JsonNode> byId = new HashMap<>();
        try (Stream<Path> files = Files.walk(demo.dir.resolve("archive"))) {
            for (Path file : files.filter(f -> f.toString().matches(".*/CloudTrail/.*\\.json\\.gz"))
                    .toList()) {
                try (var in = new GZIPInputStream(Files.newInputStream(file))) {
                    new ObjectMapper()
                            .readTree(in)
                            .path("Records")
                            .forEach(record -> byId.put(record.path("eventID").asText(), record));
                }
            }
        }
        return byId;
    }

    static List<JsonNode> calls(Predicate<JsonNode> wanted) {
        return calls.values().stream().filter(wanted).toList();
    }

    static boolean named(JsonNode call, String... names) {
        return List.of(names).contains(call.path("eventName").asText());
    }
}
