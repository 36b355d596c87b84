package io.coldtrail.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One break-in as every log shows it, among people who only look like it. Whose a record is, its maker says. */
class OtherLogsTest extends SparkTest {
    private static final String WEB = "i-0ff0ff0ff0ff0ff0f";
    private static final String OWN = "i-0bad0bad0bad0bad0";
    private static final String WEB_IP = "198.51.100.15";
    private static final String THIEF = "203.0.113.26";
    private static final String VISITOR = "203.0.113.77";
    private static final String DAY = "2022-11-10T";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final LogRows rows = new LogRows();
    private final List<JsonNode> calls = new ArrayList<>();
    private final Set<String> his = new TreeSet<>();
    private Case store;

    @BeforeEach
    void open() throws IOException {
        store = new Case(session(), folder.toString());
        cloudTrail();
        hosts();
        flows();
        queries();
        requests();
    }

    private void cloudTrail() throws IOException {
        for (int hour = 0; hour < 9; hour++) {
            call(WEB_IP, "app/1.0", "PutObject", DAY + "0" + hour + ":00:00Z", "order-" + hour, null);
        }
        his.add(call(THIEF, "aws-cli/2.9", "GetObject", DAY + "10:40:00Z", "config.py", null));
        his.add(call(WEB_IP, "aws-cli/2.9", "DeleteBucketEncryption", DAY + "10:35:00Z", null, null));
        call(WEB_IP, "app/1.0", "PutObject", DAY + "10:36:00Z", "order-10", null);
    }

    private void hosts() {
        for (int i = 0; i < 6; i++) {
            his.add(rows.sshd(DAY + "10:0" + i + ":00Z", WEB, 100 + i, "failed", "root", THIEF, "password"));
        }
        his.add(rows.sshd(DAY + "10:10:00Z", WEB, 110, "accepted", "alice", THIEF, "password"));
        his.add(rows.sshd(DAY + "10:12:00Z", WEB, 112, "accepted", "alice", THIEF, "password"));
        rows.sshd(DAY + "10:10:00Z", WEB, 110, "session_opened", "alice", null, null);
        // four, then a password: a person; a scanner that gets nowhere; staff with a key
        for (int i = 0; i < 4; i++) {
            rows.sshd(DAY + "08:00:0" + i + "Z", WEB, 200 + i, "failed", "bob", "198.51.100.8", "password");
        }
        rows.sshd(DAY + "08:01:00Z", WEB, 210, "accepted", "bob", "198.51.100.8", "password");
        for (int i = 0; i < 30; i++) {
            rows.sshd(DAY + "07:00:" + (10 + i) + "Z", WEB, 300 + i, "failed", "root", "203.0.113.99", "password");
        }
        for (int i = 0; i < 9; i++) {
            rows.sshd(DAY + "06:00:0" + i + "Z", WEB, 400 + i, "failed", "eve", "198.51.100.9", "publickey");
        }
        rows.sshd(DAY + "06:01:00Z", WEB, 410, "accepted", "eve", "198.51.100.9", "publickey");
    }

    private void flows() {
        for (int i = 0; i < 6; i++) {
            String client = THIEF + ":" + (40100 + i);
            his.add(rows.flow(DAY + "10:0" + i + ":00Z", "eni-web", client + " > 10.0.0.15:22", "ACCEPT", 20));
            his.add(rows.flow(DAY + "10:0" + i + ":00Z", "eni-web", "10.0.0.15:22 > " + client, "ACCEPT", 20));
            // its own end, which only says the machine's private address
            his.add(rows.flow(
                    DAY + "10:0" + i + ":00Z",
                    "eni-own",
                    "10.0.1.20:" + (40100 + i) + " > " + WEB_IP + ":22",
                    "ACCEPT",
                    20));
        }
        his.add(rows.flow(DAY + "10:10:00Z", "eni-web", THIEF + ":40110 > 10.0.0.15:22", "ACCEPT", 40));
        for (int i = 0; i < 8; i++) {
            his.add(rows.flow(DAY + "10:2" + i + ":00Z", "eni-web", "10.0.0.15 > " + THIEF, "ACCEPT", 6));
            his.add(rows.flow(
                    DAY + "11:0" + i + ":00Z", "eni-web", THIEF + ":5000" + i + " > 10.0.0.15:22", "REJECT", 1));
        }
        his.add(rows.flow(DAY + "03:00:00Z", "eni-own", "10.0.1.20:51000 > 192.0.2.5:443", "ACCEPT", 9));
        rows.flow(DAY + "10:05:00Z", "eni-web", VISITOR + ":40000 > 10.0.0.15:443", "ACCEPT", 12);
        rows.flow(DAY + "10:06:00Z", "eni-web", "203.0.113.99:40000 > 10.0.0.15:22", "ACCEPT", 12);
        his.add(aws(DAY + "10:35:01Z", "10.0.0.15", 52000, "52.218.143.219", 3));
        // production's own, which stays open, and one of another time
        aws(DAY + "10:35:00Z", "10.0.0.15", 52001, "52.218.143.219", 2);
        aws(DAY + "10:50:00Z", "10.0.0.15", 52002, "52.218.143.219", 3);
    }

    private String aws(String time, String from, int port, String to, int flags) {
        return rows.add(
                "flow",
                time,
                "end_time",
                Instant.parse(time).plusSeconds(1).toString(),
                "account_id",
                Play.ACCOUNT,
                "aws_region",
                "us-west-2",
                "interface_id",
                "eni-web",
                "instance_id",
                WEB,
                "srcaddr",
                from,
                "srcport",
                port,
                "dstaddr",
                to,
                "dstport",
                443,
                "protocol",
                6,
                "packets",
                9L,
                "bytes",
                900L,
                "action",
                "ACCEPT",
                "log_status",
                "OK",
                "tcp_flags",
                flags);
    }

    private void queries() {
        his.add(query(DAY + "02:00:00Z", OWN, "10.0.1.20", "pool.ntp.org.", "192.0.2.9"));
        his.add(query(DAY + "10:35:00Z", WEB, "10.0.0.15", "data.s3.amazonaws.com.", "52.218.143.219"));
        query(DAY + "10:35:00Z", WEB, "10.0.0.15", "orders.rds.amazonaws.com.", "10.0.2.2");
        query(DAY + "01:00:00Z", WEB, "10.0.0.15", "data.s3.us-west-2.amazonaws.com.", "52.218.143.1");
        query(DAY + "10:35:02Z", WEB, "10.0.0.15", "data.s3.us-west-2.amazonaws.com.", "52.218.143.1");
    }

    private String query(String time, String instance, String ip, String name, String answer) {
        return rows.add(
                "dns",
                time,
                "account_id",
                Play.ACCOUNT,
                "aws_region",
                "us-west-2",
                "vpc_id",
                "vpc-1",
                "query_name",
                name,
                "query_type",
                "A",
                "rcode",
                "NOERROR",
                "answers",
                "[{\"Rdata\":\"" + answer + "\",\"Type\":\"A\"}]",
                "source_ip",
                ip,
                "instance_id",
                instance);
    }

    private void requests() {
        his.add(request(DAY + "10:40:00Z", THIEF, "config.py", "REQ-config.py"));
        his.add(request(DAY + "10:41:00Z", THIEF, "memo.pst", "REQ-unknown"));
        request(DAY + "10:36:00Z", WEB_IP, "order-10", "REQ-order-10");
        request(DAY + "10:45:00Z", VISITOR, "config.py", "REQ-visitor");
    }

    private String request(String time, String ip, String key, String id) {
        return rows.add(
                "s3_access",
                time,
                "bucket_name",
                "data",
                "operation",
                "REST.GET.OBJECT",
                "object_key",
                key,
                "outcome",
                "success",
                "source_ip",
                ip,
                "bytes_sent",
                1284L,
                "request_id",
                id);
    }

    private void config() {
        item("i-own", OWN, "10.0.1.20", THIEF, "eni-own");
        item("i-web", WEB, "10.0.0.15", WEB_IP, "eni-web");
    }

    private void item(String name, String id, String privateIp, String publicIp, String networkInterface) {
        rows.add(
                "config_items",
                DAY + "00:10:00Z",
                "account_id",
                Play.ACCOUNT,
                "resource_type",
                "AWS::EC2::Instance",
                "resource_id",
                id,
                "resource_name",
                name,
                "status",
                "OK",
                "configuration",
                """
                {"launchTime":"2022-10-01T00:00:00.000Z","vpcId":"vpc-1","privateIpAddress":"%s","publicIpAddress":"%s",
                 "networkInterfaces":[{"networkInterfaceId":"%s","privateIpAddress":"%s"}]}
                """
                        .formatted(privateIp, publicIp, networkInterface, privateIp));
    }

    @Test
    void everyRecordOfHisAndNoOtherInOneStep() {
        config();
        trace(true);

        assertEquals(his, attackers());
        assertEquals(1, store.table("incidents").count());
        partitionLaw();
        // the same request, the same deed: in the step of the call, not counted again
        assertEquals(
                1,
                store.table("attribution")
                        .where("log = 's3_access' AND rule = 'N2' AND actor = 'attacker'")
                        .join(
                                store.table("timeline")
                                        .where("array_contains(event_ids, 'GetObject-" + DAY + "10:40:00Z')"),
                                "step_id")
                        .count());
        assertEquals(
                "victim",
                store.table("attribution")
                        .where("log = 's3_access' AND source_ip = '" + WEB_IP + "'")
                        .first()
                        .getAs("actor"));
        List<String> told = sentences();
        assertTrue(
                told.contains("The attacker (from " + THIEF + ") tried passwords over SSH against " + WEB
                        + ", as `root` every 60 s: 6 tries, all refused."),
                told.toString());
        assertTrue(
                told.contains("The attacker (from " + THIEF + ") exchanged pings with " + WEB
                        + " (10.0.0.15) every 60 s: 8 flow records."),
                told.toString());
        assertTrue(
                told.contains("The attacker (from " + THIEF + ") tried to open SSH connections to " + WEB
                        + " (10.0.0.15) every 60 s: 8 flow records, all blocked."),
                told.toString());
        Row incident = store.table("incidents").first();
        assertTrue(
                incident.<String>getAs("story")
                        .startsWith("At 10:10:00 the SSH password of `alice` on " + WEB + " was guessed from " + THIEF
                                + " after 6 tries."),
                incident.<String>getAs("story"));
        // what his machine did at night is his, and no attack yet
        assertEquals(Timestamp.from(Instant.parse(DAY + "10:00:00Z")), incident.getAs("first_seen"));
        assertEquals(
                "entry",
                store.table("timeline")
                        .where("action = 'host_auth:logged_in'")
                        .first()
                        .getAs("stage"));
    }

    @Test
    void withoutTheFactNobodysMachineIsTakenForHis() {
        config();
        trace(false);

        Set<String> found = attackers();
        assertTrue(his.containsAll(found), "nobody else is blamed");
        assertTrue(found.contains("host_auth-0"));
        assertTrue(found.contains("flow-0"));
        assertEquals(0, store.table("attribution").where("rule = 'N3'").count());
        assertTrue(store.table("incidents").first().<String>getAs("story").contains("--suspect instance=" + OWN));
        partitionLaw();
    }

    @Test
    void withoutCloudTrailAndConfigTheRestIsStillTold() {
        calls.clear();
        trace(false);

        Set<String> found = attackers();
        assertTrue(his.containsAll(found), "nobody else is blamed");
        assertTrue(found.contains("s3_access-0"));
        Row incident = store.table("incidents").first();
        assertEquals("An SSH password was guessed. No containment is seen.", incident.getAs("title"));
        assertEquals(0L, incident.<Long>getAs("n_sessions"));
        partitionLaw();
    }

    private void trace(boolean fact) {
        rows.store(store);
        store.replace("cloudtrail", CloudTrailRows.of(calls, "cloudtrail"));
        if (fact) {
            store.replace(
                    "facts",
                    List.of(RowFactory.create(
                            "f",
                            "suspect",
                            "instance",
                            OWN,
                            null,
                            null,
                            "test",
                            Timestamp.from(Instant.EPOCH),
                            "not ours")));
        }
        Trace.run(store);
    }

    private Set<String> attackers() {
        Set<String> ids = new TreeSet<>();
        store.table("attribution")
                .where("actor IN ('attacker', 'likely_attacker')")
                .select("event_id")
                .collectAsList()
                .forEach(r -> ids.add(r.getString(0)));
        return ids;
    }

    private List<String> sentences() {
        return store.table("timeline").select("sentence").collectAsList().stream()
                .map(r -> r.getString(0))
                .toList();
    }

    private void partitionLaw() {
        Dataset<Row> counted = store.table("attribution").where("actor <> 'victim' AND rule <> 'N2'");
        Dataset<Row> steps = store.table("timeline");
        assertEquals(
                0,
                steps.join(counted.groupBy("step_id").count(), new String[] {"step_id"}, "full_outer")
                        .where("NOT (n <=> count)")
                        .count());
        assertEquals(
                0,
                store.table("attribution")
                        .where("actor <> 'victim' AND step_id IS NULL")
                        .count());
        assertEquals(
                store.table("attribution").count(),
                store.table("attribution")
                        .select("log", "object", "record_index")
                        .distinct()
                        .count());
    }

    private String call(String ip, String agent, String name, String time, String key, String error)
            throws IOException {
        String id = name + "-" + time;
        calls.add(JSON.readTree(
                """
                {"eventTime": "%s", "eventSource": "s3.amazonaws.com", "eventName": "%s", "awsRegion": "us-west-2",
                 "sourceIPAddress": "%s", "userAgent": "%s", "eventID": "%s", "recipientAccountId": "%s",
                 "requestID": "REQ-%s",
                 "userIdentity": {"type": "AssumedRole", "principalId": "AROAWEB:%s", "accountId": "%s",
                   "arn": "arn:aws:sts::%s:assumed-role/web/%s", "accessKeyId": "ASIAWEB",
                   "sessionContext": {"sessionIssuer": {"type": "Role", "principalId": "AROAWEB",
                     "arn": "arn:aws:iam::%s:role/web", "userName": "web"},
                     "attributes": {"creationDate": "2022-11-09T23:59:00Z"}}},
                 "requestParameters": {"bucketName": "data", "key": "%s"}}
                """
                        .formatted(
                                time,
                                name,
                                ip,
                                agent,
                                id,
                                Play.ACCOUNT,
                                key,
                                WEB,
                                Play.ACCOUNT,
                                Play.ACCOUNT,
                                WEB,
                                Play.ACCOUNT,
                                key)));
        return id;
    }
}
