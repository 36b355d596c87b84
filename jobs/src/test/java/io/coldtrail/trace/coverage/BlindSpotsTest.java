package io.coldtrail.trace.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.Rows;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableSchema;
import io.coldtrail.trace.WorkingSet;
import io.coldtrail.trace.incident.CaseRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive with every kind of hole in it, written by hand, beside what is whole: only the holes are named. */
class BlindSpotsTest extends SparkTest {
    private static final String ACCOUNT = "111122223333";
    private static final String WEST = "us-west-2";
    private static final String WEB = "i-0aaaaaaaaaaaaaaaa";
    private static final String DUMB = "i-0bbbbbbbbbbbbbbbb";

    @TempDir
    static Path folder;

    private static final Map<String, Rows> TABLES = new TreeMap<>();
    private static List<Spot> spots;
    private static Coverage coverage;

    private static Rows rows(String table) {
        return TABLES.computeIfAbsent(table, Rows::of);
    }

    private static String at(String time) {
        return "2022-11-09T" + time + "Z";
    }

    private static void call(String time, String source, String name, boolean readOnly, Object... more) {
        Object[] all = new Object[more.length + 16];
        Object[] common = {
            "event_time", at(time),
            "account_id", ACCOUNT,
            "aws_region", WEST,
            "event_source", source,
            "event_name", name,
            "outcome", "success",
            "read_only", readOnly,
            "user_arn", "arn:aws:iam::111122223333:user/eve"
        };
        System.arraycopy(common, 0, all, 0, common.length);
        System.arraycopy(more, 0, all, common.length, more.length);
        rows("cloudtrail").add(all);
    }

    private static void flow(String time, String networkInterface, int port, String action, String status) {
        boolean ok = status.equals("OK");
        rows("flow")
                .add(
                        "event_time",
                        at(time),
                        "end_time",
                        at(time.substring(0, 6) + "59"),
                        "account_id",
                        ACCOUNT,
                        "aws_region",
                        WEST,
                        "interface_id",
                        networkInterface,
                        "format",
                        "2 account-id interface-id srcaddr",
                        "srcaddr",
                        ok ? "198.51.100.7" : null,
                        "dstaddr",
                        ok ? "10.0.0.5" : null,
                        "dstport",
                        ok ? port : null,
                        "packets",
                        ok ? 20L : null,
                        "action",
                        action,
                        "log_status",
                        status);
    }

    private static void config(String networkInterface, String instance, String vpc) {
        rows("config_items")
                .add(
                        "event_time",
                        at("00:00:00"),
                        "account_id",
                        ACCOUNT,
                        "aws_region",
                        "eu-west-1",
                        "resource_type",
                        "AWS::EC2::NetworkInterface",
                        "resource_id",
                        networkInterface,
                        "status",
                        "ResourceDiscovered",
                        "configuration",
                        "{\"vpcId\":\"" + vpc + "\",\"attachment\":{\"instanceId\":\"" + instance + "\"}}");
    }

    private static void digest(String hour, String nextHour, String... files) {
        StringBuilder named = new StringBuilder("[");
        for (String file : files) {
            named.append(named.length() > 1 ? "," : "").append("{\"s3Object\":\"AWSLogs/x/" + file + "\"}");
        }
        rows("digests")
                .add(
                        "start_time",
                        at(hour),
                        "event_time",
                        at(nextHour),
                        "account_id",
                        ACCOUNT,
                        "aws_region",
                        WEST,
                        "trail_name",
                        "main",
                        "log_files",
                        named.append("]").toString(),
                        "n_log_files",
                        files.length);
    }

    private static void object(String name, String status, long rejects) {
        rows("objects")
                .add(
                        "object",
                        name,
                        "source",
                        "cloudtrail",
                        "account_id",
                        ACCOUNT,
                        "aws_region",
                        WEST,
                        "delivered",
                        at("12:00:00"),
                        "status",
                        status,
                        "records",
                        10L,
                        "rejects",
                        rejects);
    }

    @BeforeAll
    static void write() {
        // the trail was off for an hour, and records no reads since noon
        call("09:00:00", "cloudtrail.amazonaws.com", "StopLogging", false, "request_parameters", "{\"name\":\"main\"}");
        call(
                "10:00:00",
                "cloudtrail.amazonaws.com",
                "StartLogging",
                false,
                "request_parameters",
                "{\"name\":\"main\"}");
        call(
                "12:00:00",
                "cloudtrail.amazonaws.com",
                "PutEventSelectors",
                false,
                "request_parameters",
                "{\"trailName\":\"main\",\"eventSelectors\":[{\"readWriteType\":\"WriteOnly\"}]}");
        // many changes in a day and not one read
        for (int i = 0; i < 60; i++) {
            call("13:00:" + (10 + i % 50), "ec2.amazonaws.com", "CreateTags", false);
        }
        // of two buckets one has data events, one an access log, one neither
        call("14:00:00", "s3.amazonaws.com", "PutBucketTagging", false, "bucket_name", "told");
        call("14:00:01", "s3.amazonaws.com", "GetObject", true, "bucket_name", "told", "event_category", "Data");
        call("14:00:02", "s3.amazonaws.com", "PutBucketTagging", false, "bucket_name", "lined");
        call("14:00:03", "s3.amazonaws.com", "PutBucketTagging", false, "bucket_name", "dark");
        rows("s3_access").add("event_time", at("14:00:02"), "bucket_name", "lined", "aws_region", WEST);
        // a network is made that no flow is of
        call(
                "15:00:00",
                "ec2.amazonaws.com",
                "CreateVpc",
                false,
                "response_elements",
                "{\"vpc\":{\"vpcId\":\"vpc-0dddddddd\"}}");

        config("eni-web", WEB, "vpc-0aaaaaaaa");
        config("eni-dumb", DUMB, "vpc-0aaaaaaaa");
        config("eni-silent", "i-0cccccccccccccccc", "vpc-0aaaaaaaa");
        // only accepted traffic, records lost twice in a day, one reached machine of two sends its sshd log
        for (int i = 0; i < 120; i++) {
            flow("16:00:00", "eni-web", 443, "ACCEPT", "OK");
        }
        flow("16:10:00", "eni-web", 22, "ACCEPT", "OK");
        flow("18:10:00", "eni-web", 22, "ACCEPT", "OK");
        flow("16:20:00", "eni-dumb", 22, "ACCEPT", "OK");
        flow("17:00:00", "eni-web", 0, null, "SKIPDATA");
        flow("17:30:00", "eni-web", 0, null, "SKIPDATA");
        rows("host_auth").add("event_time", at("16:10:05"), "instance_id", WEB, "action", "failed");
        rows("dns").add("event_time", at("16:00:00"), "vpc_id", "vpc-0eeeeeeee", "aws_region", WEST);

        object("AWSLogs/x/there.json.gz", "read", 0);
        object("AWSLogs/x/cold.json.gz", "archived", 0);
        object("AWSLogs/x/torn.json.gz", "read", 3);
        object("2/versionId=3HL4kqtJ/AWSLogs/x/there.json.gz", "read", 0);
        object("2/versionId=QUpfdndh/AWSLogs/x/there.json.gz", "read", 0);
        object("versionId=/versionId=made-up/x.json.gz", "read", 0);
        digest("06:00:00", "07:00:00", "there.json.gz");
        digest("07:00:00", "08:00:00");
        digest("08:00:00", "09:00:00");
        // none of the hour from 9
        digest("10:00:00", "11:00:00", "there.json.gz", "stolen.json.gz");

        Case kase = new Case(session(), folder.resolve("case").toString());
        for (String table : TableSchema.NAMES) {
            kase.replace(table, rows(table).list());
        }
        kase.files().writeText("settings.json", "{\"versions\": true}");
        try (WorkingSet set = new WorkingSet(kase)) {
            CaseRecords records = new CaseRecords(set);
            spots = BlindSpots.write(records);
            coverage = new Coverage(records, spots);
        }
    }

    private static Spot spot(String kind, String scope) {
        List<Spot> found = spots.stream()
                .filter(s -> s.kind().equals(kind) && s.scope().equals(scope))
                .toList();
        assertEquals(1, found.size(), kind + " of " + scope + " among " + spots);
        return found.get(0);
    }

    private static TreeSet<String> scopes(String kind) {
        TreeSet<String> scopes = new TreeSet<>();
        spots.stream().filter(s -> s.kind().equals(kind)).forEach(s -> scopes.add(s.scope()));
        return scopes;
    }

    private static void during(Spot spot, String from, String to) {
        assertEquals(Instant.parse(at(from)), spot.from());
        assertEquals(to == null ? null : Instant.parse(at(to)), spot.to());
        assertEquals(1, spot.evidence().size(), "and a record says so");
    }

    @Test
    void aTrailThatWasStoppedOrNarrowed() {
        during(spot("trail_off", "trail main"), "09:00:00", "10:00:00");
        during(spot("reads_off", "trail main"), "12:00:00", null);
        assertEquals(2, scopes("reads_off").size());
        assertTrue(scopes("reads_off").contains("account 111122223333, us-west-2"), "60 changes, no read");
    }

    @Test
    void whatDigestsProve() {
        String trail = "trail main in 111122223333 us-west-2";
        during(spot("gap", trail), "09:00:00", "10:00:00");
        during(spot("quiet", trail), "07:00:00", "09:00:00");
        Spot missing = spot("files_missing", trail);
        during(missing, "10:00:00", "11:00:00");
        assertTrue(missing.statement().startsWith("1 file that digests name is not in the archive"));
    }

    @Test
    void whatABucketMayStillHaveOfMissingFiles() {
        String asks = "investigate --versions reads what was deleted.";
        assertTrue(missing("{\"archives\": [\"s3://trail/AWSLogs\"]}").endsWith(asks));
        assertFalse(missing("{\"archives\": [\"s3://trail/AWSLogs\"], \"versions\": true}")
                .endsWith(asks));
        assertFalse(missing("{\"archives\": [\"/evidence/trail\"]}").endsWith(asks), "a folder has none");
    }

    private static String missing(String settings) {
        Case kase = new Case(session(), folder.resolve("case").toString());
        kase.files().writeText("settings.json", settings);
        try (WorkingSet set = new WorkingSet(kase)) {
            return new DigestChain()
                    .find(new CaseRecords(set)).stream()
                            .filter(spot -> spot.kind().equals("files_missing"))
                            .findFirst()
                            .orElseThrow()
                            .statement();
        }
    }

    @Test
    void placesThatRecordsNameAndCloudTrailLacks() {
        assertEquals(new TreeSet<>(List.of("us-east-1", "region eu-west-1")), scopes("region_absent"));
        assertEquals(new TreeSet<>(), scopes("account_absent"));
    }

    @Test
    void bucketsWhoseReadsNobodyRecords() {
        assertEquals(Spot.State.OFF, spot("data_events_off", "bucket dark").state());
        assertEquals(Spot.State.PARTIAL, spot("data_events_off", "bucket lined").state());
        assertEquals(2, scopes("data_events_off").size());
    }

    @Test
    void whatFlowLogsLeaveOut() {
        during(spot("skipdata", "instance " + WEB), "17:00:00", "17:30:59");
        assertEquals(List.of("account 111122223333, us-west-2"), List.copyOf(scopes("one_action")));
        assertEquals(List.of("interfaces eni-dumb and eni-web"), List.copyOf(scopes("no_tcp_flags")));
        assertEquals(List.of("interfaces eni-silent"), List.copyOf(scopes("interface_absent")));
        assertEquals(new TreeSet<>(List.of("VPC vpc-0aaaaaaaa", "VPC vpc-0dddddddd")), scopes("network_absent"));
    }

    @Test
    void recordsThatAwsLostAreNoCover() {
        Instant lost = Instant.parse(at("17:15:00"));
        Instant seen = Instant.parse(at("16:30:00"));
        assertEquals(1.0, coverage.share(Coverage.FLOW, List.of(WEB), seen, seen));
        assertEquals(0.0, coverage.share(Coverage.FLOW, List.of(WEB), lost, lost));
        assertEquals(0.0, coverage.share(Coverage.CALLS, List.of(ACCOUNT + " " + WEST), at9(), at9()), "trail off");
    }

    private static Instant at9() {
        return Instant.parse(at("09:30:00"));
    }

    @Test
    void machinesThatSayNothing() {
        assertEquals(Spot.State.OFF, spot("silent_host", "instance " + DUMB).state());
        Spot hour = spot("silent_host", "instance " + WEB);
        assertEquals(Spot.State.PARTIAL, hour.state());
        assertEquals(Instant.parse(at("18:00:00")), hour.from());
    }

    @Test
    void whatCouldNotBeRead() {
        assertTrue(spot("unreadable", "cloudtrail, archived").statement().startsWith("1 object of cloudtrail in cold"));
        assertTrue(
                spot("older_versions", "cloudtrail").statement().startsWith("1 object of cloudtrail was overwritten"));
        assertTrue(spot("rejects", "cloudtrail").statement().startsWith("3 records of cloudtrail in 1 object"));
    }

    @Test
    void whatFewTrailsRecord() {
        assertEquals(4, scopes("not_logged").size());
        assertEquals(List.of(), List.copyOf(scopes("source_absent")), "each log is there");
        assertEquals(List.of(), List.copyOf(scopes("window")), "no window was asked for");
    }
}
