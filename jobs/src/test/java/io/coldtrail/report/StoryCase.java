package io.coldtrail.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** The workshop's attack as tables made by hand: what the API saw of it. Every text a log could choose is tainted. */
final class StoryCase {
    static final String INCIDENT = "7f3ac1";
    static final String ACCOUNT = "111122223333";
    static final String ROLE = "arn:aws:iam::111122223333:role/threat-detection-wksp-compromised-ec2";
    static final String RESPONDER = "arn:aws:iam::111122223333:role/IncidentResponse";
    static final String HOST = "203.0.113.66";
    static final String MACHINE = "198.51.100.24";
    private static final String DATA = "threat-detection-wksp-111122223333-us-west-2-data";
    private static final String LOGS = "threat-detection-wksp-111122223333-us-west-2-logs";

    private final Tables t;
    private int seq;
    private long offset;

    StoryCase(Tables tables) {
        this.t = tables;
    }

    static Instant at(String hour) {
        return Instant.parse("2022-11-28T" + hour + "Z");
    }

    Tables build() {
        incident();
        steps();
        spread();
        people();
        findings();
        archive();
        return t;
    }

    private void incident() {
        t.add(
                "incidents",
                "incident_id",
                INCIDENT,
                "title",
                t.log("The keys of role `threat-detection-wksp-compromised-ec2` left their machine. "
                        + "Since its sessions were revoked every call is denied."),
                "story",
                t.log("At 02:30:08 an attacker at 203.0.113.66 called with the keys of role "
                                + "`threat-detection-wksp-compromised-ec2`, issued to i-0a1b2c3d4e5f60718 alone.")
                        + "\n"
                        + t.log(
                                "From the machine they probably put four objects into the data bucket and removed its encryption "
                                        + "[3], then let the world list it [4]; from their own host they read `config.py` 69 times and "
                                        + "were denied 361 calls, among them deleting the log bucket [9].")
                        + "\n"
                        + t.log("Since the role's sessions were revoked at 04:47:03 every call is denied, "
                                + "the last at 05:20:12."),
                "severity",
                "critical",
                "grade",
                "A",
                "first_seen",
                at("02:21:02"),
                "last_seen",
                at("05:20:12"),
                "last_success",
                at("04:46:08"),
                "accounts",
                List.of(ACCOUNT),
                "regions",
                List.of("us-east-1", "us-west-2"),
                "principals",
                List.of(t.log(ROLE)),
                "addresses",
                List.of(t.log(HOST), MACHINE),
                "tactics",
                List.of("persistence", "defense-evasion", "discovery", "collection", "exfiltration", "impact"),
                "n_sessions",
                1,
                "n_events",
                438,
                "n_success",
                75,
                "n_denied",
                363,
                "n_ambiguous",
                12,
                "n_responder",
                5,
                "n_steps",
                17);
    }

    private void steps() {
        step(
                "02:15:10",
                "02:41:20",
                "ambiguous",
                "C",
                MACHINE,
                "discovery",
                "",
                "dynamodb:DescribeTable, ssm:GetParameter",
                "",
                12,
                0,
                "The role session on the machine called DescribeTable 9 times and GetParameter 3 times: its own job or the attacker.",
                20);
        step(
                "02:21:02",
                "02:21:05",
                "likely_attacker",
                "B",
                MACHINE,
                "collection",
                "T1074.002",
                "s3:PutObject",
                "employee-data.txt",
                3,
                0,
                "The attacker probably put `employee-data.txt`, `config.py` and `memo.pst` into the data bucket.",
                70);
        step(
                "02:23:40",
                "02:23:40",
                "likely_attacker",
                "B",
                MACHINE,
                "defense-evasion",
                "T1562",
                "s3:DeleteBucketEncryption",
                DATA,
                1,
                0,
                "The attacker probably removed the default encryption of bucket `" + DATA
                        + "`: what is put from here on lies unencrypted.",
                90);
        step(
                "02:24:12",
                "02:24:12",
                "likely_attacker",
                "B",
                MACHINE,
                "exfiltration",
                "T1537",
                "s3:PutBucketAcl",
                DATA,
                1,
                0,
                "The attacker probably granted READ on the data bucket to AllUsers: anyone could list its names, not read its objects.",
                95);
        step(
                "02:25:30",
                "02:25:30",
                "likely_attacker",
                "B",
                MACHINE,
                "collection",
                "T1074.002",
                "s3:PutObject",
                "passwd.txt",
                1,
                0,
                "The attacker probably put `passwd.txt`, the one object stored unencrypted.",
                60);
        step(
                "02:27:51",
                "02:27:52",
                "likely_attacker",
                "B",
                MACHINE,
                "persistence",
                "T1136.003",
                "iam:CreateUser",
                "Superman",
                0,
                2,
                "The attacker probably tried to make IAM users `Superman` and `Batman`: denied.",
                80);
        step(
                "02:30:08",
                "02:30:08",
                "attacker",
                "A",
                HOST,
                "collection",
                "T1530",
                "s3:GetObject",
                "config.py",
                1,
                0,
                "The attacker (key of the role, from 203.0.113.66) read `config.py`, 1,284 bytes: the keys have left the machine.",
                100);
        step(
                "02:30:09",
                "04:46:10",
                "attacker",
                "A",
                HOST,
                "discovery",
                "T1580",
                "s3:ListBuckets, cloudtrail:DescribeTrails",
                "",
                0,
                138,
                "The attacker looked around every 2 min: ListBuckets 69, DescribeTrails 69, all denied.",
                30);
        step(
                "02:30:11",
                "04:46:11",
                "attacker",
                "A",
                HOST,
                "impact",
                "T1485",
                "s3:DeleteBucket",
                LOGS,
                0,
                69,
                "The attacker tried 69 times to delete bucket `" + LOGS + "`: denied each time.",
                85);
        step(
                "02:30:12",
                "04:46:12",
                "attacker",
                "A",
                HOST,
                "defense-evasion",
                "T1556",
                "iam:DeleteAccountPasswordPolicy",
                "",
                0,
                69,
                "The attacker tried 69 times to delete the account's password policy: denied each time.",
                65);
        step(
                "02:32:08",
                "04:46:08",
                "attacker",
                "A",
                HOST,
                "collection",
                "T1530",
                "s3:GetObject",
                "config.py",
                68,
                0,
                "The attacker read `config.py` 68 more times, 1,284 bytes each. 04:46:08 is their last success.",
                75);
        step(
                "04:33:50",
                "04:33:50",
                "responder",
                "A",
                "192.0.2.40",
                "",
                "",
                "ec2:RebootInstances",
                "i-0a1b2c3d4e5f60718",
                1,
                0,
                "The responder rebooted i-0a1b2c3d4e5f60718. A reboot does not change its keys.",
                40);
        step(
                "04:47:03",
                "04:47:03",
                "responder",
                "A",
                "192.0.2.40",
                "",
                "",
                "iam:PutRolePolicy",
                "threat-detection-wksp-compromised-ec2",
                1,
                0,
                "The responder revoked the role's sessions: policy `AWSRevokeOlderSessions`.",
                98);
        step(
                "04:48:08",
                "04:48:08",
                "attacker",
                "A",
                HOST,
                "collection",
                "T1530",
                "s3:GetObject",
                "config.py",
                0,
                1,
                "The attacker's first call since the revocation, GetObject `config.py`: denied.",
                72);
        step(
                "04:48:09",
                "05:20:12",
                "attacker",
                "A",
                HOST,
                "collection",
                "T1530",
                "s3:GetObject, s3:DeleteBucket",
                "config.py",
                0,
                84,
                "The attacker repeated the same five calls in 17 runs: all denied. None after 05:20:12.",
                45);
        step(
                "05:03:20",
                "05:03:20",
                "responder",
                "A",
                "192.0.2.40",
                "",
                "",
                "s3:PutBucketAcl",
                DATA,
                1,
                0,
                "The responder removed the public grant from the data bucket.",
                60);
        step(
                "05:06:44",
                "05:06:45",
                "responder",
                "A",
                "192.0.2.40",
                "",
                "",
                "s3:PutBucketEncryption",
                DATA,
                2,
                0,
                "The responder set default encryption of the data bucket to aws:kms.",
                55);
    }

    private void step(
            String first,
            String last,
            String actor,
            String grade,
            String ip,
            String tactic,
            String technique,
            String action,
            String target,
            int success,
            int denied,
            String sentence,
            int rank) {
        seq++;
        String id = "step-" + seq;
        boolean responder = actor.equals("responder");
        boolean cadence = success + denied > 60;
        t.add(
                "timeline",
                "step_id",
                id,
                "incident_id",
                INCIDENT,
                "stage",
                responder ? "containment" : seq < 8 ? "entry" : "action",
                "seq",
                seq,
                "time_first",
                at(first),
                "time_last",
                at(last),
                "actor",
                actor,
                "grade",
                grade,
                "principal",
                t.log(responder ? RESPONDER : ROLE),
                "person",
                responder ? t.log("r.lindqvist") : null,
                "session_ids",
                List.of(responder ? "s-resp" : "s-role"),
                "addresses",
                List.of(t.log(ip)),
                "tactic",
                tactic.isEmpty() ? null : tactic,
                "technique",
                technique,
                "action",
                t.log(action),
                "target_kind",
                "object",
                "target",
                t.log(target),
                "target_count",
                1,
                "target_sample",
                target.isEmpty() ? List.of() : List.of(t.log(target)),
                "regions",
                List.of(action.startsWith("iam") ? "us-east-1" : "us-west-2"),
                "accounts",
                List.of(ACCOUNT),
                "outcome",
                denied == 0 ? "success" : "denied",
                "n",
                success + denied,
                "n_success",
                success,
                "n_denied",
                denied,
                "n_failed",
                0,
                "bytes",
                action.equals("s3:GetObject") ? success * 1284 : 0,
                "cadence",
                cadence ? "Every 2 min" : null,
                "novelty",
                seq == 7 ? t.log("first call off the machine") : null,
                "why",
                List.of("S3", "A1"),
                "rank",
                rank,
                "event_ids",
                List.of(id + "-e"),
                "sentence",
                t.log(sentence));
        for (int i = 0; i < success + denied; i++) {
            t.add(
                    "attribution",
                    "log",
                    "cloudtrail",
                    "object",
                    "o",
                    "record_index",
                    i,
                    "event_id",
                    id + "-" + i,
                    "event_time",
                    i == 0 ? at(first) : at(last),
                    "session_id",
                    responder ? "s-resp" : "s-role",
                    "source_ip",
                    t.log(ip),
                    "actor",
                    actor,
                    "grade",
                    grade,
                    "rule",
                    ip.equals(HOST) ? "A1" : "I3",
                    "incident_id",
                    INCIDENT,
                    "step_id",
                    id);
        }
        evidence("step", id, 1, at(first), action, target, ip, denied > 0);
    }

    private void evidence(
            String kind, String claim, int n, Instant time, String action, String target, String ip, boolean denied) {
        String name = action.substring(action.indexOf(':') + 1).replaceFirst(",.*", "");
        String raw =
                "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":\"AROA5EXAMPLEROLEID77:"
                        + "i-0a1b2c3d4e5f60718\",\"arn\":\"arn:aws:sts::111122223333:assumed-role/threat-detection-wksp-compromised-ec2/"
                        + "i-0a1b2c3d4e5f60718\",\"accountId\":\"111122223333\",\"accessKeyId\":\"ASIA5EXAMPLE7NKD4WVR\"},\"eventTime\":\""
                        + time + "\",\"eventName\":\"" + name + "\",\"awsRegion\":\"us-west-2\",\"sourceIPAddress\":\""
                        + ip
                        + "\",\"userAgent\":\"" + t.log("aws-cli/1.27.3 Python/3.8.10")
                        + "\",\"requestParameters\":{\"key\":\""
                        + t.log(target) + "\"}," + (denied ? "\"errorCode\":\"AccessDenied\"," : "") + "\"eventID\":\""
                        + claim + "\"}";
        String object = "AWSLogs/111122223333/CloudTrail/us-west-2/2022/11/28/111122223333_CloudTrail_us-west-2_"
                + time.toString().replaceAll("[-:]", "").substring(0, 13) + "Z_"
                + hash(claim).substring(0, 16) + ".json.gz";
        offset += 1000;
        t.add(
                "evidence",
                "evidence_id",
                hash(claim + n),
                "claim_kind",
                kind,
                "claim_id",
                claim,
                "seq",
                n,
                "log",
                "cloudtrail",
                "event_id",
                hash(claim).substring(0, 32),
                "event_time",
                time,
                "object",
                t.log(object),
                "uri",
                "s3://" + LOGS + "/" + t.log(object),
                "etag",
                hash(object).substring(0, 32),
                "object_sha256",
                hash(object),
                "record_index",
                n + 40,
                "record_offset",
                offset,
                "record_length",
                raw.length(),
                "record_form",
                "bytes",
                "record_sha256",
                hash(raw),
                "raw",
                raw);
    }

    private void spread() {
        fall(
                "session:s-role",
                "session",
                "USED",
                "A",
                "02:30:08",
                "S3",
                null,
                "The session belongs to i-0a1b2c3d4e5f60718 and was used from 203.0.113.66, an address this account never held",
                0);
        fall(
                "address:203.0.113.66",
                "address",
                "USED",
                "B",
                "02:30:08",
                "A1",
                "session:s-role",
                "430 signed calls of the session came from it; no other principal used it",
                1);
        fall(
                "session:s-new",
                "session",
                "EXPOSED",
                "C",
                "04:56:20",
                "I3",
                "session:s-role",
                "Issued to the same machine after the restart",
                1);
        fall(
                "key:AKIA5EXAMPLEWQ3TBZ6L",
                "key",
                "EXPOSED",
                "A",
                "02:30:08",
                "K5",
                "session:s-role",
                "Read in `config.py`, not seen used",
                1);
        fall(
                "instance:i-0a1b2c3d4e5f60718",
                "instance",
                "USED",
                "B",
                "02:21:02",
                "I2",
                "session:s-role",
                "Leaks its credentials",
                1);
    }

    private void fall(
            String node,
            String kind,
            String state,
            String grade,
            String from,
            String rule,
            String parent,
            String reason,
            int hop) {
        t.add(
                "spread",
                "node",
                node,
                "kind",
                kind,
                "state",
                state,
                "grade",
                grade,
                "from_lo",
                at(from),
                "from_hi",
                at(from),
                "rule",
                rule,
                "parent",
                parent,
                "reason",
                t.log(reason),
                "hop",
                hop,
                "incident_id",
                INCIDENT);
    }

    private void people() {
        session("s-role", "instance", ROLE, "i-0a1b2c3d4e5f60718", "01:48:11", "07:48:11", 594, "USED", "A", "S3");
        session("s-new", "instance", ROLE, "i-0a1b2c3d4e5f60718", "04:56:20", "10:56:20", 61, "EXPOSED", "C", "I3");
        session("s-resp", "assume_role", RESPONDER, "r.lindqvist", "04:31:02", "05:31:02", 25, null, null, null);
        key("s-role", "ASIA5EXAMPLE7NKD4WVR");
        key("s-new", "ASIA5EXAMPLE2HQX8MJT");
        key("s-resp", "ASIA5EXAMPLERSP3T9KQ");
        t.add(
                "addresses",
                "address_id",
                "a1",
                "ip",
                t.log(HOST),
                "scope",
                "public",
                "first_seen",
                at("02:30:08"),
                "last_seen",
                at("05:20:12"),
                "n",
                430,
                "n_denied",
                361,
                "n_principals",
                1,
                "listed",
                t.log("gd-threat-list-example.txt"),
                "state",
                "USED",
                "grade",
                "B",
                "rule",
                "A1",
                "incident_id",
                INCIDENT);
        t.add(
                "addresses",
                "address_id",
                "a2",
                "ip",
                MACHINE,
                "scope",
                "public",
                "owner_kind",
                "instance",
                "owner",
                "i-0a1b2c3d4e5f60718",
                "first_seen",
                at("00:00:40"),
                "last_seen",
                at("11:58:00"),
                "n",
                225,
                "n_denied",
                2,
                "n_principals",
                1);
        t.add(
                "facts",
                "fact_id",
                "F1",
                "kind",
                "suspect",
                "what",
                "ip",
                "value",
                t.log(HOST),
                "author",
                t.log("m.okafor"),
                "reason",
                t.log("the address on our threat list"));
    }

    private void session(
            String id,
            String kind,
            String principal,
            String name,
            String created,
            String expires,
            int n,
            String state,
            String grade,
            String rule) {
        t.add(
                "sessions",
                "session_id",
                id,
                "kind",
                kind,
                "account_id",
                ACCOUNT,
                "principal",
                principal,
                "arn",
                principal,
                "session_name",
                t.log(name),
                "created",
                at(created),
                "expires",
                at(expires),
                "first_seen",
                at(created),
                "last_seen",
                at("05:20:12"),
                "n",
                n,
                "n_denied",
                0,
                "state",
                state,
                "grade",
                grade,
                "rule",
                rule,
                "incident_id",
                state == null ? null : INCIDENT);
    }

    private void key(String session, String key) {
        t.add("session_keys", "session_id", session, "access_key_id", t.log(key), "n", 1);
    }

    private void findings() {
        finding(
                1,
                "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
                "high",
                "The role's keys were used from outside AWS",
                "AwsIamAccessKey",
                "ASIA5EXAMPLE7NKD4WVR",
                "02:30:08",
                "05:20:12",
                430,
                "Revoke the role's sessions and rebuild the machine. Require IMDSv2; give the role only what the web server needs.");
        finding(
                2,
                "Policy:S3/BucketAnonymousAccessGranted",
                "high",
                "The data bucket was opened to everyone for listing",
                "AwsS3Bucket",
                "arn:aws:s3:::" + DATA,
                "02:24:12",
                "02:24:12",
                1,
                "Turn on Block Public Access for the account. Remove the grant to AllUsers.");
        finding(
                3,
                "Policy:S3/BucketEncryptionDisabled",
                "medium",
                "Default encryption was removed from the data bucket",
                "AwsS3Bucket",
                "arn:aws:s3:::" + DATA,
                "02:23:40",
                "02:23:40",
                1,
                "Set default encryption again, and re-encrypt what was put since. `passwd.txt` lies unencrypted.");
        finding(
                4,
                "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
                "medium",
                "API calls from a threat-listed address",
                "AwsIamAccessKey",
                "ASIA5EXAMPLE7NKD4WVR",
                "02:30:08",
                "05:20:12",
                258,
                "Deny the address where you can.");
        finding(
                5,
                "Recon:IAMUser/MaliciousIPCaller.Custom",
                "medium",
                "Reconnaissance from a threat-listed address",
                "AwsIamAccessKey",
                "ASIA5EXAMPLE7NKD4WVR",
                "02:30:09",
                "05:20:10",
                172,
                "Deny the address where you can.");
        finding(
                6,
                "Impact:S3/AnomalousBehavior.Delete",
                "medium",
                "Tries to delete the log bucket, all denied",
                "AwsS3Bucket",
                "arn:aws:s3:::" + LOGS,
                "02:30:11",
                "05:20:11",
                86,
                "Copy the log bucket to another account.");
        finding(
                7,
                "Stealth:IAMUser/PasswordPolicyChange",
                "low",
                "Tries to delete the password policy, all denied",
                "AwsAccount",
                "AWS::::Account:111122223333",
                "02:30:12",
                "05:20:12",
                86,
                "Check the password policy of the account.");
        t.add(
                "signals",
                "signal_id",
                "x1",
                "rule_id",
                "r1",
                "title",
                t.log("Bucket opened to the world"),
                "severity",
                "high",
                "tactic",
                "exfiltration",
                "technique",
                "T1537",
                "event_time",
                at("02:24:12"));
        for (int i = 0; i < 69; i++) {
            t.add(
                    "signals",
                    "signal_id",
                    "y" + i,
                    "rule_id",
                    "r2",
                    "title",
                    t.log("Call from a listed address"),
                    "severity",
                    "medium",
                    "tactic",
                    "initial-access",
                    "technique",
                    "T1078.004",
                    "event_time",
                    at("02:30:08").plusSeconds(120L * i));
        }
    }

    private void finding(
            int n,
            String type,
            String severity,
            String title,
            String resourceType,
            String resource,
            String first,
            String last,
            int events,
            String remedy) {
        String id = "finding-" + n;
        t.add(
                "findings",
                "finding_id",
                id,
                "type",
                type,
                "title",
                t.log(title),
                "description",
                t.log("Session i-0a1b2c3d4e5f60718 of the role is issued to one machine; " + events
                        + " calls say otherwise."),
                "severity",
                severity,
                "grade",
                "A",
                "account_id",
                ACCOUNT,
                "aws_region",
                "us-west-2",
                "role",
                "TARGET",
                "resource_type",
                resourceType,
                "resource_id",
                t.log(resource),
                "principal",
                ROLE,
                "addresses",
                List.of(t.log(HOST)),
                "tactic",
                "collection",
                "technique",
                "T1530",
                "first_seen",
                at(first),
                "last_seen",
                at(last),
                "n",
                events,
                "actor",
                "attacker",
                "incident_id",
                INCIDENT,
                "rules",
                List.of("8a1e4d0e"),
                "remediation",
                remedy,
                "remediation_url",
                n == 2 ? t.log("https://docs.aws.amazon.com/AmazonS3/latest/userguide/") : null);
        for (int i = 1; i <= 3; i++) {
            evidence("finding", id, i, at(first).plusSeconds(120L * (i - 1)), "s3:GetObject", resource, HOST, false);
        }
    }

    private void archive() {
        String key = "AWSLogs/111122223333/CloudTrail/us-west-2/2022/11/28/x";
        for (int i = 0; i < 36; i++) {
            t.add(
                    "objects",
                    "object",
                    key + i,
                    "source",
                    "cloudtrail",
                    "account_id",
                    ACCOUNT,
                    "aws_region",
                    i % 3 == 0 ? "us-east-1" : "us-west-2",
                    "delivered",
                    at("00:05:00").plusSeconds(1200L * i),
                    "size",
                    9_000 + i,
                    "records",
                    90 + i,
                    "rejects",
                    i == 5 ? 2 : 0,
                    "status",
                    i == 5 ? "partial" : "read");
        }
        t.add(
                "objects",
                "object",
                t.log(key + "-bad"),
                "source",
                "cloudtrail",
                "account_id",
                ACCOUNT,
                "aws_region",
                "us-west-2",
                "delivered",
                at("07:05:00"),
                "size",
                812,
                "records",
                0,
                "rejects",
                0,
                "status",
                "unreadable",
                "message",
                t.log("not gzip, and not JSON: <!DOCTYPE html>"));
        t.add(
                "rejects",
                "object",
                t.log(key + "5"),
                "record_index",
                3,
                "record_offset",
                4_711,
                "record_length",
                190,
                "reason",
                "malformed",
                "detail",
                t.log("expected a colon"),
                "first_bytes",
                t.log("{\"eventVersion\" \"1.08\"<script>"));
        t.add("rejects", "object", t.log(key + "5"), "record_offset", 9_000, "reason", "truncated");
        for (int i = 0; i < 6; i++) {
            t.add(
                    "cloudtrail",
                    "event_time",
                    at("00:00:03").plusSeconds(8_630L * i),
                    "event_date",
                    java.sql.Date.valueOf("2022-11-28"),
                    "account_id",
                    ACCOUNT,
                    "aws_region",
                    i == 2 ? "us-east-1" : "us-west-2",
                    "event_name",
                    "GetObject",
                    "event_category",
                    i == 1 ? "Data" : "Management",
                    "event_id",
                    "e" + i,
                    "object",
                    "o",
                    "record_index",
                    i);
        }
        t.add("runs", "run_id", "r-0001", "command", "investigate", "version", "0.1.0", "status", "done");
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
