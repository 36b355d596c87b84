package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.coldtrail.lake.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every saved question, on the demo's case: asked of Trino, which reads the tables as Athena does, by way of the Glue
 * tables that {@code athena register} made; asked of Spark, which must say the same; and what they say held against the
 * truth that the demo's writer wrote down, or against the archive itself.
 */
class QuestionsTest extends SparkTest {
    private static final String DATABASE = "demo";
    private static final String EXFILTRATED = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration";

    private static DemoCase demo;
    private static JsonNode truth;
    private static Trino trino;
    private static SparkAnswers spark;
    private static S3Server s3;
    private static Map<String, JsonNode> calls;
    private static final Map<String, Answer> ANSWERS = new ConcurrentHashMap<>();

    @AfterAll
    static void leaveNoViews() {
        TableSchema.NAMES.forEach(session().catalog()::dropTempView);
    }

    @BeforeAll
    static void askEachQuestionOnce() throws IOException {
        Tools.find("trino");
        demo = DemoCase.investigated();
        truth = demo.truth;
        spark = new SparkAnswers(kase());
        s3 = S3Server.start();
        s3.upload(demo.dir.resolve("case/tables"), "athena", "c1/tables/");
        String glue = Moto.start();
        assertEquals(0, Commands.run("athena", "register", "--case", "s3://athena/c1", "--database", DATABASE));
        trino = Trino.start(glue, s3.endpoint());
        calls = archivedCalls();
        // findings first, for one of them is asked about; the others beside each other
        ask(Questions.of("findings"));
        Questions.all().parallelStream().forEach(QuestionsTest::ask);
    }

    private static void ask(Question question) {
        String sql = AthenaSql.of(question, question.values(given(question.name())));
        try {
            ANSWERS.put(question.name(), trino.query(sql, DATABASE));
        } catch (IOException e) {
            throw new UncheckedIOException(question.name(), e);
        }
    }

    private static Case kase() {
        return demo.kase("case");
    }

    private static String truth(String pointer) {
        return truth.at(pointer).asText();
    }

    private static String attacker() {
        return truth("/incident/addresses/attacker");
    }

    /** What an investigator of the demo's incident would ask for. */
    private static Map<String, String> given(String question) {
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

    private static String finding() {
        return rows("findings").stream()
                .filter(f -> f.get("type").equals(EXFILTRATED))
                .map(f -> (String) f.get("finding_id"))
                .findFirst()
                .orElseThrow();
    }

    /** Rows of an answer, by column. */
    private static List<Map<String, Object>> rows(String question) {
        return rows(ANSWERS.get(question));
    }

    private static List<Map<String, Object>> rows(Answer answer) {
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

    private static List<Map<String, Object>> rows(String question, Predicate<Map<String, Object>> wanted) {
        return rows(question).stream().filter(wanted).toList();
    }

    private static Map<String, Object> row(String question, Predicate<Map<String, Object>> wanted) {
        List<Map<String, Object>> found = rows(question, wanted);
        assertEquals(1, found.size(), () -> question + ": " + rows(question));
        return found.get(0);
    }

    private static long sum(List<Map<String, Object>> rows, String column) {
        return rows.stream().mapToLong(r -> (Long) r.get(column)).sum();
    }

    /** CloudTrail's records as they lie in the archive, each once. */
    private static Map<String, JsonNode> archivedCalls() throws IOException {
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

    private static List<JsonNode> calls(Predicate<JsonNode> wanted) {
        return calls.values().stream().filter(wanted).toList();
    }

    private static boolean named(JsonNode call, String... names) {
        return List.of(names).contains(call.path("eventName").asText());
    }

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

    @Test
    void incidentAndItsStory() {
        Map<String, Object> incident = row("incidents", r -> true);
        assertEquals(truth("/incident/role"), incident.get("principals"));
        assertTrue(((String) incident.get("addresses")).contains(attacker()));
        long events = demo.truth("attacker").entrySet().stream()
                .mapToLong(log -> log.getValue().size())
                .sum();
        // a line of an access log about a request that CloudTrail tells, too, is no second deed
        assertEquals(events - truth.at("/attacker/s3_access").size(), incident.get("n_events"));
        assertEquals(
                incident.get("n_events"),
                sum(rows("timeline", r -> ((String) r.get("actor")).endsWith("attacker")), "n"));
        Set<String> questions = new TreeSet<>();
        truth.path("answers").fieldNames().forEachRemaining(questions::add);
        assertEquals(
                questions,
                rows("answers").stream().map(r -> (String) r.get("question")).collect(Collectors.toSet()));
        Set<Object> fell = rows("spread").stream().map(r -> r.get("node")).collect(Collectors.toSet());
        assertTrue(
                fell.containsAll(List.of(
                        "address:" + attacker(),
                        "instance:" + truth("/incident/instance"),
                        "instance:" + truth("/incident/malicious_host"))),
                fell.toString());
    }

    @Test
    void findingsAndWhatTheyRestOn() {
        Set<String> found = rows("findings").stream()
                .map(r -> r.get("type") + " " + r.get("role") + " " + r.get("severity"))
                .collect(Collectors.toSet());
        for (JsonNode finding : truth.path("findings")) {
            if (finding.path("must").asBoolean()) {
                String wanted = finding.path("type").asText() + " "
                        + finding.path("role")
                                .asText("target")
                                .toUpperCase(Locale.ROOT)
                                .replace("NULL", "TARGET") + " "
                        + finding.path("severity").asText();
                assertTrue(found.contains(wanted), wanted + " is not among " + found);
            }
        }
        Set<String> attackers = demo.truth("attacker").get("cloudtrail");
        List<Map<String, Object>> evidence = rows("finding-evidence");
        assertFalse(evidence.isEmpty());
        for (Map<String, Object> record : evidence) {
            assertTrue(attackers.contains(record.get("event_id")), record.toString());
            assertTrue(((String) record.get("raw")).contains(truth("/incident/session/access_key_id")));
        }
        List<Map<String, Object>> hits =
                rows("rule-hits", r -> r.get("found_by").equals("rule"));
        assertEquals(
                truth.at("/incident/calls/DeleteAccountPasswordPolicy/denied").asInt(), hits.size());
        assertTrue(hits.stream().allMatch(r -> r.get("source_ip").equals(attacker())));
    }

    /** Calls of the attacker from his own address; the others came by way of the instance. */
    private static long fromAttacker(String outcome) {
        long n = 0;
        for (var names = truth.at("/incident/calls").fields(); names.hasNext(); ) {
            var call = names.next();
            if (!List.of("PutObject", "DeleteBucketEncryption", "PutBucketAcl", "CreateUser")
                    .contains(call.getKey())) {
                n += call.getValue().path(outcome).asLong();
            }
        }
        return n;
    }

    @Test
    void theStolenKey() {
        long stolen = fromAttacker("success") + fromAttacker("denied");
        List<Map<String, Object>> uses = rows("who-used-key", r -> attacker().equals(r.get("source_ip")));
        assertEquals(stolen, sum(uses, "calls"));
        assertEquals(fromAttacker("denied"), sum(uses, "denied"));
        // the instance's own calls with it are in the archive, and in nobody's truth
        assertEquals(
                calls(c -> c.at("/userIdentity/accessKeyId").asText().equals(truth("/incident/session/access_key_id")))
                        .size(),
                sum(rows("who-used-key"), "calls"));
        for (String name :
                List.of("DeleteBucket", "CreateUser", "DescribeTrails", "PutBucketAcl", "GetCallerIdentity")) {
            for (String outcome : List.of("success", "denied")) {
                assertEquals(
                        truth.at("/incident/calls/" + name + "/" + outcome).asLong(),
                        sum(
                                rows(
                                        "key-calls",
                                        r -> r.get("event_name").equals(name)
                                                && r.get("outcome").equals(outcome)),
                                "calls"),
                        name + " " + outcome);
            }
        }
        Map<String, Object> session = row("key-sessions", r -> true);
        assertEquals(truth("/incident/session/arn"), session.get("arn"));
        assertEquals(truth("/incident/session/created"), session.get("created"));
        assertEquals(truth("/incident/session/expires"), session.get("expires"));
        assertEquals("USED", session.get("state"));

        Map<String, Object> off = row("role-off-instance", r -> true);
        assertEquals(truth("/incident/instance"), off.get("instance_id"));
        assertEquals(truth("/incident/role"), off.get("role"));
        assertEquals(attacker(), off.get("source_ip"));
        assertEquals(truth("/incident/malicious_host"), off.get("address_of"));
        assertEquals(stolen, off.get("calls"));
        assertEquals(truth("/incident/times/first_use"), off.get("first_seen"));
        assertEquals(
                truth("/incident/times/first_use"),
                row(
                                "first-seen",
                                r -> r.get("principal").equals(truth("/incident/role"))
                                        && r.get("source_ip").equals(attacker()))
                        .get("first_seen"));
        List<Map<String, Object>> bursts =
                rows("denied-bursts", r -> r.get("source_ip").equals(attacker()));
        assertEquals(fromAttacker("denied"), sum(bursts, "denied"));
        assertEquals(bursts, rows("denied-bursts"), "nobody else is denied so often");
    }

    @Test
    void theAttackersAddress() {
        for (String name : List.of("DeleteBucket", "GetObject", "ListBuckets")) {
            JsonNode told = truth.at("/incident/calls/" + name);
            List<Map<String, Object>> did = rows("address-activity", r -> name.equals(r.get("what")));
            assertEquals(told.path("success").asLong() + told.path("denied").asLong(), sum(did, "n"), name);
            assertEquals(told.path("denied").asLong(), sum(did, "denied"), name);
        }
        List<Map<String, Object>> user =
                rows("host-sign-ins", r -> r.get("accepted").equals(12L));
        assertEquals(1, user.size());
        assertEquals(truth("/answers/brute_force/user"), user.get(0).get("user_name"));
        assertEquals(truth("/answers/brute_force/method"), user.get(0).get("method"));
        assertEquals(truth("/answers/brute_force/time"), user.get(0).get("first_accepted"));
        assertEquals(truth("/answers/brute_force/instance"), user.get(0).get("machine"));
        assertEquals(truth.at("/answers/brute_force/failed_tries").asLong(), sum(rows("host-sign-ins"), "failed"));
        assertEquals(
                truth.at("/answers/brute_force/failed_tries_of_user").asLong(),
                user.get(0).get("failed"));
    }

    @Test
    void whatWasReached() {
        String key = truth("/answers/objects/read_by_attacker/0/key");
        long reads = truth.at("/incident/calls/GetObject/success").asLong();
        long bytes = reads
                * truth.at("/answers/objects/read_by_attacker/0/bytes_each").asLong();
        Map<String, Object> taken = row("objects-read-outside", r -> key.equals(r.get("object_key")));
        assertEquals(
                List.of("attacker", attacker(), reads, bytes),
                List.of(taken.get("outside"), taken.get("source_ip"), taken.get("reads"), taken.get("bytes")));
        List<Map<String, Object>> anonymous = rows("objects-read-outside", r -> "anonymous".equals(r.get("outside")));
        assertEquals(
                truth.at("/answers/objects/anonymous_listings").asLong(),
                sum(rows("objects-read-outside", r -> r.get("object_key") == null), "reads"));
        assertTrue(anonymous.stream().allMatch(r -> r.get("object_key") == null), "and no object: " + anonymous);
        Map<String, Object> proven =
                row("exposures", r -> key.equals(r.get("item")) && "READ_PROVEN".equals(r.get("state")));
        assertEquals(List.of(reads, bytes), List.of(proven.get("n"), proven.get("bytes")));
        List<Map<String, Object>> history =
                rows("object-history", r -> attacker().equals(r.get("source_ip")));
        assertEquals(
                reads,
                history.stream().filter(r -> r.get("outcome").equals("success")).count());
        assertEquals(
                truth.at("/incident/calls/GetObject/denied").asLong(),
                history.stream().filter(r -> r.get("outcome").equals("denied")).count());

        Map<String, Object> open = row("bucket-states", r -> "yes".equals(r.get("public_list")));
        assertEquals(truth("/answers/objects/public/from"), open.get("valid_from"));
        assertEquals(truth("/answers/objects/public/to"), open.get("valid_to"));
        assertEquals("no", open.get("public_get"));
        List<Map<String, Object>> bare = rows(
                "bucket-states",
                r -> "none".equals(r.get("encryption"))
                        && ((String) r.get("valid_from")).compareTo(truth("/incident/times/stolen")) > 0);
        assertEquals(truth("/answers/encryption/removed"), bare.get(0).get("valid_from"));
        assertEquals(
                truth("/answers/encryption/restored"), bare.get(bare.size() - 1).get("valid_to"));
    }

    @Test
    void whatWasMadeAndDeleted() {
        Set<Object> put = new HashSet<>();
        truth.at("/answers/objects/put_by_attacker")
                .forEach(o -> put.add(o.path("key").asText()));
        List<Map<String, Object>> stands = rows("created-still-there", r -> r.get("undone_at") == null);
        assertEquals(put, stands.stream().map(r -> r.get("item")).collect(Collectors.toSet()));
        assertEquals(truth.at("/incident/calls/PutObject/success").asLong(), sum(stands, "times"));
        assertEquals(
                truth("/incident/times/public_to"),
                row("created-still-there", r -> "PutBucketAcl".equals(r.get("event_name")))
                        .get("undone_at"));

        Map<String, Object> tried = row("deleted", r -> "DeleteBucket".equals(r.get("event_name")));
        assertEquals(
                List.of(
                        truth("/incident/buckets/logs"),
                        truth("/incident/role"),
                        "denied",
                        "attacker",
                        truth.at("/incident/calls/DeleteBucket/denied").asLong()),
                List.of(tried.get("item"), tried.get("who"), tried.get("outcome"), tried.get("actor"), tried.get("n")));
        assertEquals(
                truth("/incident/times/encryption_removed"),
                row("deleted", r -> "DeleteBucketEncryption".equals(r.get("event_name")))
                        .get("first_seen"));
        assertEquals(
                calls(c -> c.path("eventName").asText().matches("(Delete|Terminate|Remove|Detach|Deregister).*"))
                        .size(),
                sum(rows("deleted"), "n"));
    }

    @Test
    void signInsChainsAndSecretsAsInTheArchive() {
        Set<Object> withoutMfa = calls(c -> named(c, "ConsoleLogin")
                        && c.at("/responseElements/ConsoleLogin").asText().equals("Success")
                        && c.at("/additionalEventData/MFAUsed").asText().equals("No"))
                .stream()
                .map(c -> c.path("eventID").asText())
                .collect(Collectors.toSet());
        assertFalse(withoutMfa.isEmpty());
        assertEquals(
                withoutMfa,
                rows("sign-ins-without-mfa").stream()
                        .map(r -> r.get("event_id"))
                        .collect(Collectors.toSet()));
        assertEquals(withoutMfa.size(), rows("sign-ins-without-mfa").size());

        List<Map<String, Object>> chains = rows("role-chains");
        assertFalse(chains.isEmpty());
        for (Map<String, Object> chain : chains) {
            assertNotNull(chain.get("issued_by"));
            JsonNode issued = calls.get(chain.get("event_id"));
            assertTrue(issued.toString().contains((String) chain.get("arn")), chain + " of " + issued);
        }

        String reads =
                "GetSecretValue|BatchGetSecretValue|GetParameter|GetParameters|GetParametersByPath|GetParameterHistory";
        assertEquals(
                calls(c -> c.path("eventName").asText().matches(reads)).size(), sum(rows("secrets-read"), "reads"));
        for (Map<String, Object> secret : rows("secrets-read")) {
            // what a denied call asked for is not always in its record
            assertTrue(
                    secret.get("secret") != null || secret.get("denied").equals(secret.get("reads")),
                    secret.toString());
            assertTrue(
                    Set.of("null", "victim").contains(String.valueOf(secret.get("actor"))), "the attacker read none");
        }
        assertEquals(List.of(), rows("snapshots-shared"));
        assertEquals(List.of(), calls(c -> c.path("eventName").asText().matches("Modify.*(Snapshot|Image)Attribute")));
    }

    @Test
    void networkAndNames() {
        String machine = truth("/incident/malicious_host");
        long asked = of("dns").stream()
                .filter(r -> machine.equals(r.getAs("instance_id")))
                .filter(r -> r.<String>getAs("query_name").endsWith(".amazonaws.com."))
                .count();
        assertTrue(asked > 0);
        assertEquals(asked, sum(rows("dns-domain", r -> machine.equals(r.get("machine"))), "queries"));

        long sent = of("flow").stream()
                .filter(r -> attacker().equals(r.getAs("dstaddr")) && "ACCEPT".equals(r.getAs("action")))
                .filter(r -> truth("/incident/instance").equals(r.getAs("instance_id")))
                .mapToLong(r -> r.<Long>getAs("bytes"))
                .sum();
        assertTrue(sent > 0);
        assertEquals(sent, sum(rows("bytes-out", r -> attacker().equals(r.get("peer"))), "bytes"));
    }

    /** The attacker's records of a log, by the ids in the truth. */
    private static List<Row> of(String log) {
        return kase().table(log)
                .where(functions
                        .col("event_id")
                        .isin(demo.truth("attacker").get(log).toArray()))
                .dropDuplicates("event_id")
                .collectAsList();
    }

    @Test
    void whatWasDoneAndIsToBeDone() {
        Map<String, String> words = Map.of(
                "address_denied", "address_denied",
                "sessions_revoked", "sessions_revoked",
                "instance_stopped", "instance_stopped",
                "ssh_ingress_removed", "ingress_removed",
                "public_grant_removed", "grant_removed",
                "encryption_restored", "encryption_restored");
        Set<String> taken = rows("controls").stream()
                .map(r -> r.get("control") + " " + r.get("taken"))
                .collect(Collectors.toSet());
        truth.at("/answers/contained/done").forEach(done -> {
            String word = words.get(done.path("what").asText());
            assertTrue(
                    word == null
                            || taken.contains(word + " " + done.path("time").asText()),
                    done + " is not in " + taken);
        });
        Set<Object> missing = rows("to-do").stream().map(r -> r.get("control")).collect(Collectors.toSet());
        assertTrue(
                missing.containsAll(List.of("password_login_off", "user_password_changed", "leaked_secret_rotated")),
                missing.toString());
        for (int i = 0; i < rows("to-do").size(); i++) {
            assertEquals(i + 1L, rows("to-do").get(i).get("priority"));
        }
    }

    @Test
    void theArchiveItself() throws IOException {
        long objects;
        try (Stream<Path> files = Files.walk(demo.dir.resolve("archive"))) {
            objects = files.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().endsWith(".metadata.json"))
                    .count();
        }
        assertEquals(objects, sum(rows("coverage"), "objects"));
        assertEquals(0, sum(rows("coverage"), "not_whole"));
        assertEquals(List.of(), rows("rejects"), "the demo writes no broken record");
        Map<String, Object> silent = row("blind-spots", r -> r.get("kind").equals("silent_host"));
        assertTrue(((String) silent.get("scope")).contains(truth("/incident/malicious_host")));
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
