package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** What the saved questions answer, held against the truth that the demo's writer wrote down, or the archive itself. */
class QuestionsTest extends AskedQuestions {
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
        Map<String, Long> days = calls.values().stream()
                .collect(Collectors.groupingBy(
                        c -> c.path("eventTime").asText().substring(0, 10) + " "
                                + c.path("awsRegion").asText(),
                        Collectors.counting()));
        Map<String, Long> told = rows("log-hours", r -> r.get("log").equals("cloudtrail")).stream()
                .collect(Collectors.toMap(
                        r -> r.get("day") + " " + r.get("aws_region"), r -> (Long) r.get("events"), Long::sum));
        assertEquals(days, told);
        Map<String, Object> silent = row("blind-spots", r -> r.get("kind").equals("silent_host"));
        assertTrue(((String) silent.get("scope")).contains(truth("/incident/malicious_host")));
    }
}
