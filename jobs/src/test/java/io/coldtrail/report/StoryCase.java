package io.coldtrail.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Date;
import java.time.Instant;
import java.util.HexFormat;

/** The workshop's attack as tables made by hand: what the API saw of it. Every text a log could choose is tainted. */
final class StoryCase {
    static final String INCIDENT = "7f3ac1";
    static final String ACCOUNT = "111122223333";

    private static final String HOST = "203.0.113.66";
    private static final String IAM = "arn:aws:iam::111122223333:";
    private static final String ROLE = IAM + "role/threat-detection-wksp-compromised-ec2";
    private static final String RESPONDER = IAM + "role/IncidentResponse";
    private static final String DATA = "threat-detection-wksp-111122223333-us-west-2-data";
    private static final String LOGS = "threat-detection-wksp-111122223333-us-west-2-logs";
    private static final String KEYS = "AWSLogs/111122223333/CloudTrail/us-west-2/2022/11/28/";

    /** first, last, actor, grade, address, tactic, technique, calls, target, succeeded, denied, rank, sentence. */
    private static final String STEPS =
            """
            02:15:10|02:41:20|ambiguous|C|198.51.100.24|discovery||dynamodb:DescribeTable, ssm:GetParameter||12|0|20|The role session on the machine called DescribeTable 9 times and GetParameter 3 times: its own job or the attacker.
            02:21:02|02:21:05|likely_attacker|B|198.51.100.24|collection|T1074.002|s3:PutObject|employee-data.txt|3|0|70|The attacker probably put `employee-data.txt`, `config.py` and `memo.pst` into the data bucket.
            02:23:40|02:23:40|likely_attacker|B|198.51.100.24|defense-evasion|T1562|s3:DeleteBucketEncryption|$DATA|1|0|90|The attacker probably removed the default encryption of bucket `$DATA`: what is put from here on lies unencrypted.
            02:24:12|02:24:12|likely_attacker|B|198.51.100.24|exfiltration|T1537|s3:PutBucketAcl|$DATA|1|0|95|The attacker probably granted READ on the data bucket to AllUsers: anyone could list its names, not read its objects.
            02:25:30|02:25:30|likely_attacker|B|198.51.100.24|collection|T1074.002|s3:PutObject|passwd.txt|1|0|60|The attacker probably put `passwd.txt`, the one object stored unencrypted.
            02:27:51|02:27:52|likely_attacker|B|198.51.100.24|persistence|T1136.003|iam:CreateUser|Superman|0|2|80|The attacker probably tried to make IAM users `Superman` and `Batman`: denied.
            02:30:08|02:30:08|attacker|A|203.0.113.66|collection|T1530|s3:GetObject|config.py|1|0|100|The attacker (key of the role, from 203.0.113.66) read `config.py`, 1,284 bytes: the keys have left the machine.
            02:30:09|04:46:10|attacker|A|203.0.113.66|discovery|T1580|s3:ListBuckets, cloudtrail:DescribeTrails||0|138|30|The attacker looked around every 2 min: ListBuckets 69, DescribeTrails 69, all denied.
            02:30:11|04:46:11|attacker|A|203.0.113.66|impact|T1485|s3:DeleteBucket|$LOGS|0|69|85|The attacker tried 69 times to delete bucket `$LOGS`: denied each time.
            02:30:12|04:46:12|attacker|A|203.0.113.66|defense-evasion|T1556|iam:DeleteAccountPasswordPolicy||0|69|65|The attacker tried 69 times to delete the account's password policy: denied each time.
            02:32:08|04:46:08|attacker|A|203.0.113.66|collection|T1530|s3:GetObject|config.py|68|0|75|The attacker read `config.py` 68 more times, 1,284 bytes each. 04:46:08 is their last success.
            04:33:50|04:33:50|responder|A|192.0.2.40|||ec2:RebootInstances|i-0a1b2c3d4e5f60718|1|0|40|The responder rebooted i-0a1b2c3d4e5f60718. A reboot does not change its keys.
            04:47:03|04:47:03|responder|A|192.0.2.40|||iam:PutRolePolicy|threat-detection-wksp-compromised-ec2|1|0|98|The responder revoked the role's sessions: policy `AWSRevokeOlderSessions`.
            04:48:08|04:48:08|attacker|A|203.0.113.66|collection|T1530|s3:GetObject|config.py|0|1|72|The attacker's first call since the revocation, GetObject `config.py`: denied.
            04:48:09|05:20:12|attacker|A|203.0.113.66|collection|T1530|s3:GetObject, s3:DeleteBucket|config.py|0|84|45|The attacker repeated the same five calls in 17 runs: all denied. None after 05:20:12.
            05:03:20|05:03:20|responder|A|192.0.2.40|||s3:PutBucketAcl|$DATA|1|0|60|The responder removed the public grant from the data bucket.
            05:06:44|05:06:45|responder|A|192.0.2.40|||s3:PutBucketEncryption|$DATA|2|0|55|The responder set default encryption of the data bucket to aws:kms.
            """;

    /** type, severity, title, kind of resource, resource, first, last, events, remedy. */
    private static final String FINDINGS =
            """
            UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS|high|The role's keys were used from outside AWS|AwsIamAccessKey|ASIA5EXAMPLE7NKD4WVR|02:30:08|05:20:12|430|Revoke the role's sessions and rebuild the machine. Require IMDSv2; give the role only what the web server needs.
            Policy:S3/BucketAnonymousAccessGranted|high|The data bucket was opened to everyone for listing|AwsS3Bucket|arn:aws:s3:::$DATA|02:24:12|02:24:12|1|Turn on Block Public Access for the account. Remove the grant to AllUsers.
            Policy:S3/BucketEncryptionDisabled|medium|Default encryption was removed from the data bucket|AwsS3Bucket|arn:aws:s3:::$DATA|02:23:40|02:23:40|1|Set default encryption again, and re-encrypt what was put since. `passwd.txt` lies unencrypted.
            UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom|medium|API calls from a threat-listed address|AwsIamAccessKey|ASIA5EXAMPLE7NKD4WVR|02:30:08|05:20:12|258|Deny the address where you can.
            Recon:IAMUser/MaliciousIPCaller.Custom|medium|Reconnaissance from a threat-listed address|AwsIamAccessKey|ASIA5EXAMPLE7NKD4WVR|02:30:09|05:20:10|172|Deny the address where you can.
            Impact:S3/AnomalousBehavior.Delete|medium|Tries to delete the log bucket, all denied|AwsS3Bucket|arn:aws:s3:::$LOGS|02:30:11|05:20:11|86|Copy the log bucket to another account.
            Stealth:IAMUser/PasswordPolicyChange|low|Tries to delete the password policy, all denied|AwsAccount|AWS::::Account:111122223333|02:30:12|05:20:12|86|Check the password policy of the account.
            """;

    private final Tables t;
    private long offset;

    StoryCase(Tables tables) {
        this.t = tables;
    }

    static Instant at(String hour) {
        return Instant.parse("2022-11-28T" + hour + "Z");
    }

    Tables build() {
        incident();
        int seq = 0;
        for (String line : names(STEPS).lines().toList()) {
            step(++seq, line.split("\\|", -1));
        }
        spread();
        people();
        int n = 0;
        for (String line : names(FINDINGS).lines().toList()) {
            finding(++n, line.split("\\|", -1));
        }
        signals();
        archive();
        return t;
    }

    private static String names(String text) {
        return text.replace("$DATA", DATA).replace("$LOGS", LOGS);
    }

    private void incident() {
        String story = t.log("At 02:30:08 an attacker at 203.0.113.66 called with the keys of role "
                        + "`threat-detection-wksp-compromised-ec2`, issued to i-0a1b2c3d4e5f60718 alone.")
                + "\n"
                + t.log(
                        "From the machine they probably put four objects into the data bucket and removed its encryption [3], "
                                + "then let the world list it [4]; from their own host they read `config.py` 69 times and were denied "
                                + "361 calls, among them deleting the log bucket [9].")
                + "\n"
                + t.log(
                        "Since the role's sessions were revoked at 04:47:03 every call is denied, the last at 05:20:12.");
        String head =
                """
                incident_id|severity|grade|first_seen|last_seen|last_success|accounts|regions|tactics|n_sessions|n_events|n_success|n_denied|n_ambiguous|n_responder|n_steps|addresses!|principals!|title!
                7f3ac1|critical|A|02:21:02|05:20:12|04:46:08|111122223333|us-east-1, us-west-2|persistence, defense-evasion, discovery, collection, exfiltration, impact|1|438|75|363|12|5|17|203.0.113.66, 198.51.100.24|$ROLE|The keys of role `threat-detection-wksp-compromised-ec2` left their machine. Since its sessions were revoked every call is denied.
                """;
        t.add("incidents", head.replace("$ROLE", ROLE), "story", story);
    }

    private void step(int seq, String[] cell) {
        String id = "step-" + seq;
        String ip = cell[4];
        String action = cell[7];
        int success = Integer.parseInt(cell[9]);
        int denied = Integer.parseInt(cell[10]);
        boolean responder = cell[2].equals("responder");
        String head =
                """
                step_id|incident_id|seq|time_first|time_last|actor|grade|tactic|technique|outcome|accounts|target_kind|target_count|n_failed|why|stage|principal!|person!|cadence|novelty!|session_ids|regions|n|n_success|n_denied|bytes|rank|addresses!|action!|target!|target_sample!|sentence!
                %s|7f3ac1|%d|%s|%s|%s|%s|%s|%s|%s|111122223333|object|1|0|S3, A1|%s|%s|%s|%s|%s|%s|%s|%d|%d|%d|%d|%s|%s|%s|%s|%s|%s
                """
                        .formatted(
                                id,
                                seq,
                                cell[0],
                                cell[1],
                                cell[2],
                                cell[3],
                                cell[5],
                                cell[6],
                                denied == 0 ? "success" : "denied",
                                responder ? "containment" : seq < 8 ? "entry" : "action",
                                responder ? RESPONDER : ROLE,
                                responder ? "r.lindqvist" : "",
                                success + denied > 60 ? "Every 2 min" : "",
                                seq == 7 ? "first call off the machine" : "",
                                responder ? "s-resp" : "s-role",
                                action.startsWith("iam") ? "us-east-1" : "us-west-2",
                                success + denied,
                                success,
                                denied,
                                action.equals("s3:GetObject") ? success * 1284 : 0,
                                cell[11],
                                ip,
                                action,
                                cell[8],
                                cell[8],
                                cell[12]);
        t.add("timeline", head);
        StringBuilder events = new StringBuilder(
                "log|object|record_index|event_time|session_id|source_ip!|actor|grade|rule|incident_id|step_id\n");
        for (int i = 0; i < success + denied; i++) {
            events.append("cloudtrail|o|%d|%s|%s|%s|%s|%s|%s|7f3ac1|%s\n"
                    .formatted(
                            i,
                            i == 0 ? cell[0] : cell[1],
                            responder ? "s-resp" : "s-role",
                            ip,
                            cell[2],
                            cell[3],
                            ip.equals(HOST) ? "A1" : "I3",
                            id));
        }
        t.add("attribution", events.toString());
        evidence("step", id, 1, at(cell[0]), action, cell[8], ip, denied > 0);
    }

    private void evidence(
            String kind, String claim, int n, Instant time, String action, String target, String ip, boolean denied) {
        String name = action.substring(action.indexOf(':') + 1).replaceFirst(",.*", "");
        String raw = "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"AssumedRole\",\"arn\":\"" + ROLE
                + "\",\"accessKeyId\":\"ASIA5EXAMPLE7NKD4WVR\"},\"eventTime\":\"" + time + "\",\"eventName\":\"" + name
                + "\",\"awsRegion\":\"us-west-2\",\"sourceIPAddress\":\"" + ip + "\",\"userAgent\":\""
                + t.log("aws-cli/1.27.3 Python/3.8.10") + "\",\"requestParameters\":{\"key\":\"" + t.log(target)
                + "\"},"
                + (denied ? "\"errorCode\":\"AccessDenied\"," : "") + "\"eventID\":\"" + claim + "\"}";
        String object = KEYS + "111122223333_CloudTrail_us-west-2_"
                + time.toString().replaceAll("[-:]", "").substring(0, 13) + "Z_"
                + hash(claim).substring(0, 16) + ".json.gz";
        offset += 1000;
        String head =
                """
                evidence_id|claim_kind|claim_id|seq|log|event_id|etag|object_sha256|record_index|record_offset|record_length|record_form|record_sha256|object!
                %s|%s|%s|%d|cloudtrail|%s|%s|%s|%d|%d|%d|bytes|%s|%s
                """
                        .formatted(
                                hash(claim + n),
                                kind,
                                claim,
                                n,
                                hash(claim).substring(0, 32),
                                hash(object).substring(0, 32),
                                hash(object),
                                n + 40,
                                offset,
                                raw.length(),
                                hash(raw),
                                object);
        t.add("evidence", head, "event_time", time, "uri", "s3://" + LOGS + "/" + t.log(object), "raw", raw);
    }

    private void spread() {
        t.add(
                "spread",
                """
                node|kind|state|grade|from_lo|rule|parent|hop|incident_id|reason!
                session:s-role|session|USED|A|02:30:08|S3||0|7f3ac1|The session belongs to i-0a1b2c3d4e5f60718 and was used from 203.0.113.66, an address this account never held
                address:203.0.113.66|address|USED|B|02:30:08|A1|session:s-role|1|7f3ac1|430 signed calls of the session came from it; no other principal used it
                origin:s-new@198.51.100.31 aws-cli|origin|EXPOSED|C|04:56:20|I3|session:s-role|1|7f3ac1|Issued to the same machine after the restart
                key:AKIA5EXAMPLEWQ3TBZ6L|key|EXPOSED|A|02:30:08|K5|session:s-role|1|7f3ac1|Read in `config.py`, not seen used
                instance:i-0a1b2c3d4e5f60718|instance|USED|B|02:21:02|I2|session:s-role|1|7f3ac1|Leaks its credentials
                """);
    }

    private void people() {
        String sessions =
                """
                session_id|kind|account_id|principal|created|expires|n|state|grade|rule|incident_id|session_name!
                s-role|instance|111122223333|$ROLE|01:48:11|07:48:11|594|USED|A|S3|7f3ac1|i-0a1b2c3d4e5f60718
                s-new|instance|111122223333|$ROLE|04:56:20|10:56:20|61|EXPOSED|C|I3|7f3ac1|i-0a1b2c3d4e5f60718
                s-resp|assume_role|111122223333|$RESPONDER|04:31:02|05:31:02|25|||||r.lindqvist
                """;
        t.add("sessions", sessions.replace("$ROLE", ROLE).replace("$RESPONDER", RESPONDER));
        t.add(
                "session_keys",
                """
                session_id|access_key_id!|n
                s-role|ASIA5EXAMPLE7NKD4WVR|594
                s-new|ASIA5EXAMPLE2HQX8MJT|61
                s-resp|ASIA5EXAMPLERSP3T9KQ|25
                """);
        t.add(
                "addresses",
                """
                address_id|ip!|scope|owner_kind|owner|first_seen|last_seen|n|n_denied|n_principals|listed!|state|grade|rule|incident_id
                a1|203.0.113.66|public|||02:30:08|05:20:12|430|361|1|gd-threat-list-example.txt|USED|B|A1|7f3ac1
                a2|198.51.100.24|public|instance|i-0a1b2c3d4e5f60718|00:00:40|11:58:00|225|2|1|||||
                """);
        t.add(
                "facts",
                """
                fact_id|kind|what|value!|author!|reason!
                F1|suspect|ip|203.0.113.66|m.okafor|the address on our threat list
                """);
    }

    private void finding(int n, String[] cell) {
        String id = "finding-" + n;
        String head =
                """
                finding_id|type|severity|title!|resource_type|resource_id!|first_seen|last_seen|n|remediation|remediation_url!|grade|account_id|aws_region|role|principal|addresses!|tactic|technique|actor|incident_id|rules|description!
                %s|%s|%s|A|111122223333|us-west-2|TARGET|%s|203.0.113.66|collection|T1530|attacker|7f3ac1|8a1e4d0e|Session i-0a1b2c3d4e5f60718 of the role is issued to one machine; the calls say otherwise.
                """
                        .formatted(
                                id,
                                String.join("|", cell),
                                n == 2 ? "https://docs.aws.amazon.com/AmazonS3/latest/userguide/" : "",
                                ROLE);
        t.add("findings", head);
        for (int i = 1; i <= 3; i++) {
            evidence("finding", id, i, at(cell[5]).plusSeconds(120L * (i - 1)), "s3:GetObject", cell[4], HOST, false);
        }
    }

    private void signals() {
        String head = "signal_id|rule_id|title!|severity|tactic|technique|event_time\n";
        t.add("signals", head + "x|r1|Bucket opened to the world|high|exfiltration|T1537|02:24:12");
        for (int i = 0; i < 69; i++) {
            String time = at("02:30:08").plusSeconds(120L * i).toString().substring(11, 19);
            t.add("signals", head + "y" + i + "|r2|Call from a listed address|medium|initial-access|T1078.004|" + time);
        }
    }

    private void archive() {
        String head = "object!|source|account_id|aws_region|size|records|rejects|status|message!|delivered\n";
        for (int i = 0; i < 36; i++) {
            String region = i % 3 == 0 ? "us-east-1" : "us-west-2";
            String state = i == 5 ? "2|partial" : "0|read";
            String time = at("00:05:00").plusSeconds(1200L * i).toString().substring(11, 19);
            t.add(
                    "objects",
                    head
                            + KEYS
                            + "x%d|cloudtrail|%s|%s|%d|%d|%s||%s"
                                    .formatted(i, ACCOUNT, region, 9_000 + i, 90 + i, state, time));
        }
        t.add(
                "objects",
                head + KEYS
                        + "bad|cloudtrail|111122223333|us-west-2|812|0|0|unreadable|not gzip: <!DOCTYPE html>|07:05:00");
        t.add(
                "rejects",
                """
                object!|record_index|record_offset|record_length|reason|detail!|first_bytes!
                x5|3|4711|190|malformed|expected a colon|{"eventVersion" "1.08"<script>
                x5||9000||truncated||
                """);
        for (int i = 0; i < 6; i++) {
            t.add(
                    "cloudtrail",
                    "account_id|aws_region|event_category|event_id|object|record_index\n111122223333|%s|%s|e%d|o|%d"
                            .formatted(i == 2 ? "us-east-1" : "us-west-2", i == 1 ? "Data" : "Management", i, i),
                    "event_time",
                    at("00:00:03").plusSeconds(8_630L * i),
                    "event_date",
                    Date.valueOf("2022-11-28"));
        }
        t.add("runs", "run_id|command|version|status\nr-0001|investigate|0.1.0|done");
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
