package io.coldtrail.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs tell of the same events, each in its own form: parsed here by what their providers say of them. */
class LogsAgreeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FLOW_KEY =
            Pattern.compile("AWSLogs/(\\d{12})/vpcflowlogs/us-west-2/\\d{4}/\\d\\d/\\d\\d/"
                    + "\\1_vpcflowlogs_us-west-2_fl-0[0-9a-f]{16}_(\\d{8}T\\d{4})Z_[0-9a-f]{8}\\.log\\.gz");
    private static final Pattern ACCESS =
            Pattern.compile("(\\S+) (\\S+) \\[([^\\]]+)\\] (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) "
                    + "\"([^\"]*)\" (\\d{3}) (\\S+) (\\S+) (\\S+) (\\d+) (\\d+) \"([^\"]*)\" \"(.*)\" (\\S+) (\\S+) (\\S+) (\\S+)"
                    + " (\\S+) (\\S+) (\\S+) (\\S+)");
    private static final DateTimeFormatter ACCESS_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.US);
    private static final Pattern AUTH =
            Pattern.compile("(\\S{24}) (\\w{3} [ \\d]\\d [\\d:]{8}) ip-10-0-0-15 (\\w[\\w-]*)(?:\\[(\\d+)\\])?: (.*)");
    private static final Pattern CLIENT = Pattern.compile(" from (\\S+) port (\\d+) ssh2");

    @TempDir
    static Path folder;

    private static JsonNode truth;
    private static JsonNode incident;
    private static String attacker;
    private static final Map<String, Path> OBJECTS = new TreeMap<>();
    private static final List<Map<String, String>> FLOWS = new ArrayList<>();
    private static final List<Matcher> ACCESSES = new ArrayList<>();
    private static final List<Matcher> AUTHS = new ArrayList<>();
    private static final List<JsonNode> LOOKUPS = new ArrayList<>();
    /** Ids by log, of the formula that the truth is bound to. */
    private static final Map<String, Set<String>> IDS = new HashMap<>();

    @BeforeAll
    static void parse() throws Exception {
        truth = WrittenDemo.truth();
        incident = truth.get("incident");
        attacker = incident.at("/addresses/attacker").asText();
        OBJECTS.putAll(WrittenDemo.files(WrittenDemo.summary().archive()));
        for (Map.Entry<String, Path> object : OBJECTS.entrySet()) {
            String key = object.getKey();
            if (key.contains("/vpcflowlogs/")) {
                flows(key, WrittenDemo.unzip(object.getValue()));
            } else if (key.startsWith("s3-access/")) {
                for (String line : Files.readString(object.getValue()).split("\n")) {
                    Matcher fields = ACCESS.matcher(line);
                    assertTrue(fields.matches(), line);
                    ACCESSES.add(fields);
                    id("s3_access", line, 0);
                }
            } else if (key.startsWith("exportedlogs/")) {
                Map<String, Integer> before = new HashMap<>();
                for (String line : WrittenDemo.unzip(object.getValue()).split("\n")) {
                    Matcher fields = AUTH.matcher(line);
                    assertTrue(fields.matches(), line);
                    AUTHS.add(fields);
                    id("host_auth", line, before.merge(line, 1, Integer::sum) - 1);
                }
            } else if (key.contains("/vpcdnsquerylogs/")) {
                for (String line : WrittenDemo.unzip(object.getValue()).split("\n")) {
                    LOOKUPS.add(JSON.readTree(line));
                    id("dns", line, 0);
                }
            }
        }
    }

    private static void flows(String key, String content) throws Exception {
        Matcher name = FLOW_KEY.matcher(key);
        assertTrue(name.matches(), key);
        Instant from = LocalDateTime.parse(name.group(2), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm"))
                .toInstant(ZoneOffset.UTC);
        String[] lines = content.split("\n");
        String[] header = lines[0].split(" ");
        for (int i = 1; i < lines.length; i++) {
            String[] values = lines[i].split(" ");
            assertEquals(header.length, values.length, lines[i]);
            Map<String, String> flow = new HashMap<>();
            for (int field = 0; field < header.length; field++) {
                flow.put(header[field], values[field]);
            }
            long end = Long.parseLong(flow.get("end"));
            assertTrue(end >= from.getEpochSecond() && end < from.getEpochSecond() + 900, lines[i]);
            FLOWS.add(flow);
            id("flow", lines[i], 0);
        }
    }

    private static void id(String log, String record, int before) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest((record + "\n" + before).getBytes(StandardCharsets.UTF_8));
        IDS.computeIfAbsent(log, name -> new HashSet<>())
                .add(HexFormat.of().formatHex(hash).substring(0, 32));
    }

    @Test
    void sizesAreThoseOfASmallArchive() {
        assertTrue(FLOWS.size() > 12_000 && FLOWS.size() < 25_000, "flows: " + FLOWS.size());
        assertTrue(ACCESSES.size() > 900 && ACCESSES.size() < 3_000, "accesses: " + ACCESSES.size());
        assertTrue(LOOKUPS.size() > 700 && LOOKUPS.size() < 1_500, "lookups: " + LOOKUPS.size());
        assertTrue(AUTHS.size() > 1_200 && AUTHS.size() < 4_000, "lines of sshd: " + AUTHS.size());
        assertTrue(OBJECTS.size() < 1_700, "objects: " + OBJECTS.size());
    }

    @Test
    void truthNamesRecordsThatAreThere() {
        for (String log : List.of("flow", "s3_access", "dns", "host_auth")) {
            Set<String> named = ids(truth, log);
            assertTrue(named.size() > 100, log);
            assertTrue(IDS.get(log).containsAll(named), log);
        }
        assertTrue(IDS.get("s3_access").containsAll(idsOf(truth.at("/responder/s3_access"))));
    }

    /** By what a record shows: the attacker's address, the attacker's machine. */
    @Test
    void truthHoldsWhatTheAddressAndTheMachineShow() throws Exception {
        Set<String> flows = ids(truth, "flow");
        String host = FLOWS.stream()
                .filter(f -> !f.containsKey("vpc-id") && f.get("dstport").equals("22"))
                .map(f -> f.get("interface-id"))
                .findFirst()
                .orElseThrow();
        long expected = FLOWS.stream()
                .filter(f -> f.get("interface-id").equals(host)
                        || attacker.equals(f.get("srcaddr"))
                        || attacker.equals(f.get("dstaddr")))
                .count();
        // and the nine calls on the machine, both ways
        assertEquals(expected + 18, flows.size());
        Set<String> auth = ids(truth, "host_auth");
        long named = AUTHS.stream().filter(l -> l.group(5).contains(attacker)).count();
        assertEquals(named, auth.size());
    }

    @Test
    void eachDataEventHasItsLineInTheAccessLog() throws IOException {
        Map<String, Matcher> lines = new HashMap<>();
        ACCESSES.forEach(line -> lines.put(line.group(6), line));
        assertEquals(ACCESSES.size() - 1, lines.size(), "one line comes twice");
        int held = 0;
        for (Map.Entry<String, Path> object : OBJECTS.entrySet()) {
            if (!object.getKey().contains("/CloudTrail/")) {
                continue;
            }
            for (JsonNode record :
                    JSON.readTree(WrittenDemo.unzip(object.getValue())).get("Records")) {
                if (record.get("eventCategory").asText().equals("Data")) {
                    Matcher line = lines.get(record.get("requestID").asText());
                    assertNotNull(line, record.toString());
                    assertEquals(record.at("/additionalEventData/x-amz-id-2").asText(), line.group(19));
                    assertEquals(
                            Instant.parse(record.get("eventTime").asText()),
                            Instant.from(ACCESS_TIME.parse(line.group(3))));
                    assertEquals(record.has("errorCode"), !line.group(10).startsWith("2"), line.group());
                    held++;
                }
            }
        }
        assertTrue(held > 700, "data events: " + held);
    }

    @Test
    void anyoneMayListTheBucketForATimeAndNobodyGets() {
        Predicate<Matcher> anonymous = line -> line.group(5).equals("-");
        List<Matcher> listings = ACCESSES.stream()
                .filter(anonymous.and(line -> line.group(7).equals("REST.GET.BUCKET")
                        && line.group(10).equals("200")))
                .toList();
        assertEquals(truth.at("/answers/objects/anonymous_listings").asInt(), listings.size());
        for (Matcher line : listings) {
            Instant time = Instant.from(ACCESS_TIME.parse(line.group(3)));
            assertTrue(time.isAfter(moment("public_from")) && time.isBefore(moment("public_to")));
            assertTrue(!line.group(4).equals(attacker));
        }
        assertTrue(ACCESSES.stream()
                .filter(anonymous.and(line -> line.group(7).equals("REST.GET.OBJECT")))
                .allMatch(line -> line.group(10).startsWith("40")));
    }

    @Test
    void eachLoginHasItsPackets() {
        Set<String> opened = new HashSet<>();
        for (Map<String, String> flow : FLOWS) {
            if ("22".equals(flow.get("dstport")) && "ACCEPT".equals(flow.get("action"))) {
                opened.add(flow.get("srcaddr") + " " + flow.get("srcport"));
            }
        }
        int logins = 0;
        for (Matcher line : AUTHS) {
            Matcher client = CLIENT.matcher(line.group(5));
            if (client.find()) {
                assertTrue(opened.contains(client.group(1) + " " + client.group(2)), line.group());
                logins += line.group(5).startsWith("Accepted") ? 1 : 0;
            }
            Instant exported = Instant.parse(line.group(1));
            assertEquals(
                    exported.toString().substring(11, 19), line.group(2).substring(7), "the line keeps the second");
        }
        assertTrue(logins > 12, "logins: " + logins);
    }

    @Test
    void thePasswordIsGuessedAsTheStorySays() {
        Instant guessed = moment("stolen");
        List<Matcher> attackers = AUTHS.stream()
                .filter(l -> l.group(5).contains(" from " + attacker + " port "))
                .toList();
        Matcher first = attackers.stream()
                .filter(l -> l.group(5).startsWith("Accepted"))
                .findFirst()
                .orElseThrow();
        assertTrue(first.group(5).startsWith("Accepted password for alice from "));
        assertEquals(guessed.getEpochSecond(), Instant.parse(first.group(1)).getEpochSecond());
        long failed = attackers.stream()
                .filter(l -> l.group(5).startsWith("Failed password")
                        && Instant.parse(l.group(1)).isBefore(guessed))
                .count();
        assertEquals(truth.at("/answers/brute_force/failed_tries").asLong(), failed);
        assertTrue(failed > 400 && failed < 600, "failed: " + failed);
        // nobody else gets in with a password, and nobody who fails gets in
        Set<String> strangers = new HashSet<>();
        Set<String> insiders = new HashSet<>();
        for (Matcher line : AUTHS) {
            Matcher client = CLIENT.matcher(line.group(5));
            if (client.find() && !client.group(1).equals(attacker)) {
                (line.group(5).startsWith("Accepted publickey") ? insiders : strangers).add(client.group(1));
            }
        }
        assertTrue(strangers.size() > 10 && !insiders.isEmpty());
        assertTrue(strangers.stream().noneMatch(insiders::contains));
        // packets of a guess: more than a scan's, less than a session's, and much the same each time
        for (Map<String, String> flow : FLOWS) {
            boolean guess = attacker.equals(flow.get("srcaddr"))
                    && "22".equals(flow.get("dstport"))
                    && Long.parseLong(flow.get("start")) < guessed.getEpochSecond() - 8;
            if (guess) {
                int packets = Integer.parseInt(flow.get("packets"));
                assertTrue(packets >= 11 && packets <= 51, flow.toString());
            }
        }
    }

    @Test
    void onceTheAddressIsDeniedNothingOfItArrives() {
        long blocked = moment("address_blocked").getEpochSecond() + 3;
        int before = 0;
        int after = 0;
        int echoesOut = 0;
        for (Map<String, String> flow : FLOWS) {
            if (!flow.containsKey("vpc-id")) {
                continue;
            }
            boolean late = Long.parseLong(flow.get("start")) >= blocked;
            if (attacker.equals(flow.get("srcaddr"))) {
                assertEquals(late ? "REJECT" : "ACCEPT", flow.get("action"), flow.toString());
                before += late ? 0 : 1;
                after += late ? 1 : 0;
            } else if (attacker.equals(flow.get("dstaddr")) && late) {
                assertEquals("1", flow.get("protocol"), "nothing leaves but the beacon");
                echoesOut++;
            }
        }
        assertTrue(before > 150 && after > 300 && echoesOut > 300, before + " " + after + " " + echoesOut);
    }

    /** What one interface says it sent, the other says it got. */
    @Test
    void bothEndsCountTheSamePackets() {
        Map<String, Long> sent = new TreeMap<>();
        Map<String, Long> received = new TreeMap<>();
        long blocked = moment("address_blocked").getEpochSecond();
        for (Map<String, String> flow : FLOWS) {
            boolean host = !flow.containsKey("vpc-id");
            boolean victim = attacker.equals(flow.get("srcaddr"));
            boolean ssh = "22".equals(flow.get("dstport"));
            if (ssh && Long.parseLong(flow.get("start")) < blocked && (host || victim)) {
                String connection = flow.get("srcport") + " at " + flow.get("start");
                (host ? sent : received).merge(connection, Long.parseLong(flow.get("packets")), Long::sum);
            }
        }
        assertTrue(sent.size() > 160, "connections: " + sent.size());
        assertEquals(sent, received);
    }

    @Test
    void theNatGatewayPassesOnWhatWorkersSend() {
        Map<String, Long> before = new TreeMap<>();
        Map<String, Long> behind = new TreeMap<>();
        for (Map<String, String> flow : FLOWS) {
            if (flow.getOrDefault("interface-id", "").equals(natInterface())
                    && "egress".equals(flow.get("flow-direction"))) {
                if (!flow.get("dstaddr").startsWith("10.")) {
                    behind.merge(flow.get("dstaddr"), Long.parseLong(flow.get("packets")), Long::sum);
                }
            } else if ("ingress".equals(flow.get("flow-direction"))
                    && flow.getOrDefault("interface-id", "").equals(natInterface())
                    && flow.get("srcaddr").startsWith("10.")) {
                before.merge(flow.get("pkt-dstaddr"), Long.parseLong(flow.get("packets")), Long::sum);
            }
        }
        assertTrue(before.size() > 20);
        assertEquals(before, behind);
    }

    private static String natInterface() {
        return FLOWS.stream()
                .filter(f -> "10.0.0.220".equals(f.get("srcaddr")))
                .map(f -> f.get("interface-id"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void silenceAndLossAreSaidAndAFileComesTwice() {
        assertEquals(
                1,
                FLOWS.stream()
                        .filter(f -> f.get("log-status").equals("SKIPDATA"))
                        .count());
        for (Map<String, String> flow : FLOWS) {
            boolean silent = !flow.get("log-status").equals("OK");
            assertEquals(
                    silent,
                    flow.get("srcaddr").equals("-") && flow.get("action").equals("-"),
                    flow.toString());
        }
        assertTrue(FLOWS.size() > IDS.get("flow").size(), "twice");
    }

    /** A machine asks for a name before it calls, and calls the address it got. */
    @Test
    void lookupsGiveTheAddressesThatAreCalled() {
        Set<String> called = new HashSet<>();
        FLOWS.forEach(flow -> called.add(flow.getOrDefault("pkt-dstaddr", flow.get("dstaddr"))));
        Set<String> webNames = new HashSet<>();
        int answers = 0;
        for (JsonNode lookup : LOOKUPS) {
            String name = lookup.get("query_name").asText();
            if (lookup.at("/srcids/instance")
                    .asText()
                    .equals(incident.get("instance").asText())) {
                webNames.add(name);
            }
            if (!lookup.get("answers").isEmpty()) {
                assertTrue(called.contains(lookup.at("/answers/0/Rdata").asText()), lookup.toString());
                answers++;
            }
        }
        assertTrue(answers > 600);
        String bucket = incident.at("/buckets/data").asText();
        // production asks for the region's name, the attacker's command line for the global one, and for IAM
        assertTrue(webNames.containsAll(
                Set.of("iam.amazonaws.com.", bucket + ".s3.amazonaws.com.", bucket + ".s3.us-west-2.amazonaws.com.")));
    }

    @Test
    void configFollowsTheBucketAndTheAddress() throws IOException {
        List<String> encryption = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        boolean snapshot = false;
        for (Map.Entry<String, Path> object : OBJECTS.entrySet()) {
            if (!object.getKey().contains("/Config/")) {
                continue;
            }
            snapshot |= object.getKey().contains("/2022/11/") && object.getKey().contains("/ConfigSnapshot/");
            for (JsonNode item :
                    JSON.readTree(WrittenDemo.unzip(object.getValue())).get("configurationItems")) {
                JsonNode state = item.get("configuration");
                if (item.get("resourceType").asText().equals("AWS::EC2::EIP")) {
                    owners.put(
                            state.get("publicIp").asText(),
                            state.get("instanceId").asText());
                }
                boolean data = item.get("resourceId")
                        .asText()
                        .equals(incident.at("/buckets/data").asText());
                if (data && object.getKey().contains("/ConfigHistory/")) {
                    String rule = item.at("/supplementaryConfiguration/ServerSideEncryptionConfiguration")
                            .asText();
                    String acl = item.at("/supplementaryConfiguration/AccessControlList")
                            .asText();
                    encryption.add((rule.isEmpty()
                                    ? "none"
                                    : JSON.readTree(rule)
                                            .at("/rules/0/applyServerSideEncryptionByDefault/sseAlgorithm")
                                            .asText())
                            + (acl.contains("AllUsers") ? " listable" : ""));
                }
            }
        }
        assertTrue(snapshot);
        assertEquals(incident.get("malicious_host").asText(), owners.get(attacker));
        assertEquals(
                incident.get("instance").asText(),
                owners.get(incident.at("/addresses/instance").asText()));
        encryption.sort(null);
        assertEquals(List.of("AES256", "aws:kms", "none", "none", "none listable"), encryption);
    }

    @Test
    void moreTrafficLeavesTheAttackAsItIs() throws IOException {
        Demo.Summary large =
                Demo.write(Files.createDirectories(folder.resolve("scaled")), WrittenDemo.SEED, 2, 2, false);
        JsonNode other = JSON.readTree(large.truth().toFile());
        assertEquals(truth.get("answers"), other.get("answers"));
        for (String log : List.of("cloudtrail", "flow", "s3_access", "dns", "host_auth")) {
            assertEquals(ids(truth, log), ids(other, log), log);
        }
    }

    private static Set<String> ids(JsonNode of, String log) {
        return idsOf(of.at("/attacker/" + log));
    }

    private static Set<String> idsOf(JsonNode list) {
        Set<String> ids = new HashSet<>();
        list.forEach(id -> assertTrue(ids.add(id.asText()), "named twice"));
        return ids;
    }

    private static Instant moment(String name) {
        return Instant.parse(incident.at("/times/" + name).asText());
    }
}
