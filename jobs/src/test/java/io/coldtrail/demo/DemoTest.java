package io.coldtrail.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LOG =
            Pattern.compile("AWSLogs/(\\d{12})/CloudTrail/(us-west-2|us-east-1)/(\\d{4})/(\\d{2})/"
                    + "(\\d{2})/\\1_CloudTrail_\\2_(\\3\\4\\5T\\d{4})Z_[A-Za-z0-9]{16}\\.json\\.gz");

    @TempDir
    static Path folder;

    private static Demo.Summary summary;
    private static JsonNode truth;
    private static JsonNode incident;
    /** Log files by key, and their records. */
    private static final Map<String, List<JsonNode>> LOGS = new TreeMap<>();

    private static final Map<String, JsonNode> EVENTS = new HashMap<>();

    @BeforeAll
    static void write() throws IOException {
        summary = WrittenDemo.summary();
        truth = WrittenDemo.truth();
        incident = truth.get("incident");
        for (Map.Entry<String, Path> object :
                WrittenDemo.files(summary.archive()).entrySet()) {
            if (object.getKey().contains("/CloudTrail/")) {
                String content = WrittenDemo.unzip(object.getValue());
                assertFalse(content.contains("\n"), "one line");
                List<JsonNode> records = new ArrayList<>();
                JSON.readTree(content).get("Records").forEach(records::add);
                LOGS.put(object.getKey(), records);
                records.forEach(record -> EVENTS.put(record.get("eventID").asText(), record));
            }
        }
    }

    @Test
    void sameSeedGivesTheSameBytes() throws IOException {
        Demo.Summary again =
                Demo.write(Files.createDirectories(folder.resolve("again")), WrittenDemo.SEED, 2, 1, false);
        Map<String, Path> first = WrittenDemo.files(summary.archive().getParent());
        Map<String, Path> second = WrittenDemo.files(folder.resolve("again"));
        assertEquals(first.keySet(), second.keySet());
        for (String name : first.keySet()) {
            assertEquals(-1, Files.mismatch(first.get(name), second.get(name)), name);
        }
        assertEquals(summary.records(), again.records());
    }

    @Test
    void otherSeedsAreOtherAccountsAndScaleMultipliesTheOrdinaryTraffic() throws IOException {
        Demo.Summary large =
                Demo.write(Files.createDirectories(folder.resolve("large")), WrittenDemo.SEED + 1, 3, 3, false);
        JsonNode other = JSON.readTree(large.truth().toFile()).get("incident");
        for (String fact : List.of("account", "instance", "responder", "session", "addresses")) {
            assertNotEquals(incident.get(fact), other.get(fact), fact);
        }
        assertEquals(Duration.ofDays(3), Duration.between(large.from(), large.to()));
        for (String log : List.of("cloudtrail", "flow", "dns")) {
            int attack = summary.attackerRecords().get(log);
            int otherAttack = large.attackerRecords().get(log);
            double daily = (summary.records().get(log) - attack) / 2.0;
            double factor = (large.records().get(log) - otherAttack) / 3.0 / daily;
            assertTrue(factor > 2 && factor < 3.5, log + ": " + factor);
        }
        int calls = summary.attackerRecords().get("cloudtrail");
        assertTrue(Math.abs(large.attackerRecords().get("cloudtrail") - calls) < 120);
    }

    @Test
    void keysHaveTheirLayoutAndRecordsComeSomeMinutesLater() {
        int late = 0;
        for (Map.Entry<String, List<JsonNode>> log : LOGS.entrySet()) {
            Matcher key = LOG.matcher(log.getKey());
            assertTrue(key.matches(), log.getKey());
            Instant delivered = LocalDateTime.parse(key.group(6), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm"))
                    .toInstant(ZoneOffset.UTC);
            assertTrue(log.getValue().size() <= 1_500);
            for (JsonNode record : log.getValue()) {
                assertEquals(key.group(1), record.get("recipientAccountId").asText());
                assertEquals(key.group(2), record.get("awsRegion").asText());
                Duration delay = Duration.between(time(record), delivered);
                assertFalse(delay.isNegative());
                late += delay.compareTo(Duration.ofMinutes(30)) > 0 ? 1 : 0;
            }
        }
        long records = LOGS.values().stream().mapToLong(List::size).sum();
        assertEquals(summary.records().get("cloudtrail"), records);
        assertTrue(late > 0 && late < records / 10, "late: " + late);
        assertTrue(records > 4_000 && records < 6_500, "records: " + records);
    }

    @Test
    void allHappensInTheDaysOfNovember2022() {
        assertEquals(Duration.ofDays(2), Duration.between(summary.from(), summary.to()));
        Set<String> hours = new HashSet<>();
        for (JsonNode record : EVENTS.values()) {
            Instant time = time(record);
            assertTrue(!time.isBefore(summary.from()) && time.isBefore(summary.to()), record.toString());
            assertTrue(time.toString().startsWith("2022-11-"));
            hours.add(time.toString().substring(0, 13));
        }
        assertEquals(48, hours.size(), "no hour is without a record");
    }

    @Test
    void someRecordsComeTwiceWithTheSameBytes() {
        Map<String, JsonNode> seen = new HashMap<>();
        int twice = 0;
        for (List<JsonNode> records : LOGS.values()) {
            for (JsonNode record : records) {
                JsonNode before = seen.put(record.get("eventID").asText(), record);
                if (before != null) {
                    assertEquals(before.toString(), record.toString());
                    twice++;
                }
            }
        }
        assertTrue(twice >= 5, "twice: " + twice);
    }

    /** By what a record shows: the stolen key, from the attacker's address or by the attacker's tool. */
    @Test
    void truthNamesTheAttackersEventsAndNoOthers() {
        Set<String> expected = new HashSet<>();
        for (JsonNode record : EVENTS.values()) {
            boolean key = record.at("/userIdentity/accessKeyId").asText().equals(text("/session/access_key_id"));
            String address = record.get("sourceIPAddress").asText();
            boolean outside = address.equals(text("/addresses/attacker"));
            boolean tool = address.equals(text("/addresses/instance"))
                    && record.path("userAgent").asText().contains("aws-cli");
            assertTrue(key || !outside && !tool, record.toString());
            if (outside || tool) {
                expected.add(record.get("eventID").asText());
            }
        }
        assertEquals(expected, ids("attacker"));
        assertEquals(expected.size(), summary.attackerRecords().get("cloudtrail"));
        Set<String> responder = ids("responder");
        assertTrue(EVENTS.keySet().containsAll(responder));
        assertTrue(responder.stream().noneMatch(expected::contains));
    }

    @Test
    void theAttackGoesAsTheStorySays() {
        Instant revoked = moment("revoked");
        Map<String, Integer> successes = new TreeMap<>();
        for (String id : ids("attacker")) {
            JsonNode record = EVENTS.get(id);
            if (!record.has("errorCode")) {
                successes.merge(record.get("eventName").asText(), 1, Integer::sum);
                assertTrue(time(record).isBefore(revoked));
            } else {
                assertEquals("AccessDenied", record.get("errorCode").asText());
            }
            assertTrue(time(record).isBefore(Instant.parse(text("/session/expires"))));
        }
        assertTrue(successes.remove("GetObject") > 40);
        assertEquals(
                Map.of("DeleteBucketEncryption", 1, "GetCallerIdentity", 1, "PutBucketAcl", 1, "PutObject", 5),
                successes);
        List<String> containment = ids("responder").stream()
                .map(EVENTS::get)
                .filter(record -> !record.get("readOnly").asBoolean())
                .sorted((a, b) -> time(a).compareTo(time(b)))
                .map(record -> record.get("eventName").asText())
                .toList();
        assertEquals(
                List.of(
                        "CreateNetworkAclEntry",
                        "CreateTags",
                        "StartAssessmentRun",
                        "PutRolePolicy",
                        "StopInstances",
                        "StartInstances",
                        "RevokeSecurityGroupIngress",
                        "PutBucketAcl",
                        "PutBucketEncryption"),
                containment);
    }

    @Test
    void productionUsesTheSameKeyAndGoesOnWithTheNext() {
        Set<String> attacker = ids("attacker");
        int shared = 0;
        int refused = 0;
        int next = 0;
        int signed = 0;
        for (Map.Entry<String, JsonNode> event : EVENTS.entrySet()) {
            JsonNode record = event.getValue();
            String key = record.at("/userIdentity/accessKeyId").asText();
            boolean stolen = key.equals(text("/session/access_key_id"));
            if (stolen
                    && record.at("/additionalEventData/AuthenticationMethod")
                            .asText()
                            .equals("QueryString")) {
                signed++;
            } else if (stolen && !attacker.contains(event.getKey())) {
                assertEquals(
                        text("/addresses/instance"),
                        record.get("sourceIPAddress").asText());
                shared++;
                refused += record.path("errorCode").asText().startsWith("AccessDenied") ? 1 : 0;
            } else if (key.equals(text("/next_session"))) {
                assertTrue(time(record).isAfter(moment("started")));
                assertFalse(record.path("errorCode").asText().startsWith("AccessDenied"));
                next++;
            }
        }
        assertTrue(shared > 20 && next > 5 && signed > 0, shared + " " + next + " " + signed);
        assertTrue(refused < shared);
    }

    @Test
    void addressesCanBeFollowedToTheirMachines() {
        Map<String, String> addresses = new HashMap<>();
        Map<String, String> machines = new HashMap<>();
        for (JsonNode record : EVENTS.values()) {
            JsonNode response = record.get("responseElements");
            switch (record.get("eventName").asText()) {
                case "AllocateAddress" -> addresses.put(
                        response.get("allocationId").asText(),
                        response.get("publicIp").asText());
                case "AssociateAddress" -> {
                    JsonNode request = record.get("requestParameters");
                    machines.put(
                            request.get("allocationId").asText(),
                            request.get("instanceId").asText());
                }
                case "CreateNatGateway" -> machines.put(
                        record.at("/requestParameters/CreateNatGatewayRequest/AllocationId")
                                .asText(),
                        "nat");
                default -> {}
            }
        }
        Map<String, String> owners = new HashMap<>();
        machines.forEach((allocation, machine) -> owners.put(addresses.get(allocation), machine));
        assertEquals(incident.get("instance").asText(), owners.get(text("/addresses/instance")));
        assertTrue(owners.containsValue("nat"));
    }

    @Test
    void refusesWhatItCannotWrite() {
        Path place = folder.resolve("none");
        assertThrows(IllegalArgumentException.class, () -> Demo.write(place, 1, 1, 1, false));
        assertThrows(IllegalArgumentException.class, () -> Demo.write(place, 1, 2, 0, false));
        assertThrows(
                IllegalArgumentException.class,
                () -> Demo.write(summary.archive().getParent(), 1, 2, 1, false));
    }

    private static Set<String> ids(String whose) {
        Set<String> ids = new HashSet<>();
        truth.at("/" + whose + "/cloudtrail").forEach(id -> assertTrue(ids.add(id.asText()), "named twice"));
        return ids;
    }

    private static String text(String path) {
        return incident.at(path).asText();
    }

    private static Instant moment(String name) {
        return Instant.parse(text("/times/" + name));
    }

    private static Instant time(JsonNode record) {
        return Instant.parse(record.get("eventTime").asText());
    }
}
