package io.coldtrail.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Date;
import java.time.Instant;
import java.util.HexFormat;

/** The workshop's attack as tables made by hand, over all logs. Every text a log could choose is tainted. */
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
            02:01:04|02:11:40|attacker|A|203.0.113.66|credential-access|T1110.001|sshd:failed|alice|0|187|88|The attacker at 203.0.113.66 guessed passwords over SSH on i-0a1b2c3d4e5f60718: 187 tries, all refused.
            02:12:09|02:12:09|attacker|A|203.0.113.66|initial-access|T1078|sshd:accepted|alice|1|0|99|The attacker logged in as `alice` with a password.
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
            02:44:00|04:41:00|attacker|A|203.0.113.66|command-and-control|T1095|flow:icmp|203.0.113.66|118|0|50|The machine pinged 203.0.113.66.
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
        conclusions();
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
                        "From the machine they probably put four objects into the data bucket and removed its encryption [5], "
                                + "then let the world list it [6]; from their own host they read `config.py` 69 times and were denied "
                                + "361 calls, among them deleting the log bucket [11].")
                + "\n"
                + t.log(
                        "Since the role's sessions were revoked at 04:47:03 every call is denied, the last at 05:20:12.");
        String head =
                """
                incident_id|severity|grade|first_seen|last_seen|last_success|accounts|regions|tactics|n_sessions|n_events|n_success|n_denied|n_ambiguous|n_responder|n_steps|addresses!|principals!|title!
                7f3ac1|critical|A|02:01:04|05:20:12|04:46:08|111122223333|us-east-1, us-west-2|initial-access, persistence, defense-evasion, credential-access, discovery, collection, command-and-control, exfiltration, impact|1|744|194|550|12|5|20|203.0.113.66, 198.51.100.24|$ROLE|The keys of role `threat-detection-wksp-compromised-ec2` left their machine. Since its sessions were revoked every call is denied.
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
                                responder ? "containment" : seq < 10 ? "entry" : "action",
                                responder ? RESPONDER : ROLE,
                                responder ? "r.lindqvist" : "",
                                success + denied > 60 ? "Every 2 min" : "",
                                seq == 9 ? "first call off the machine" : "",
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
            events.append("%s|o|%d|%s|%s|%s|%s|%s|%s|7f3ac1|%s\n"
                    .formatted(
                            log(action),
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

    private static String log(String action) {
        return action.startsWith("sshd:") ? "host_auth" : action.startsWith("flow:") ? "flow" : "cloudtrail";
    }

    private void evidence(
            String kind, String claim, int n, Instant time, String action, String target, String ip, boolean denied) {
        switch (log(action)) {
            case "host_auth" -> evidence(kind, claim, n, time, "host_auth", sshd(time, denied, target, ip));
            case "flow" -> evidence(kind, claim, n, time, "flow", flow(time));
            default -> evidence(kind, claim, n, time, "cloudtrail", call(claim, time, action, target, ip, denied));
        }
    }

    private String sshd(Instant time, boolean refused, String user, String ip) {
        return "Nov 28 " + time.toString().substring(11, 19) + " ip-10-0-0-15 sshd[3121]: "
                + (refused ? "Failed" : "Accepted") + " password for " + t.log(user) + " from " + ip
                + " port 40022 ssh2";
    }

    private static String flow(Instant time) {
        long start = time.getEpochSecond();
        return "5 111122223333 eni-0a1b2c3d4e5f60718 10.0.0.15 " + HOST + " 0 0 1 6 504 " + start + " " + (start + 59)
                + " ACCEPT OK";
    }

    private String access(Instant time) {
        return "79a59df900b949e5 " + DATA + " [28/Nov/2022:" + time.toString().substring(11, 19)
                + " +0000] 192.0.2.187 - 3E57427F33A59F07 REST.GET.BUCKET " + t.log("config.py")
                + " \"GET / HTTP/1.1\" 200 - 1284 - 9 - \"-\" \"" + t.log("curl/7.79") + "\" -";
    }

    private String call(String claim, Instant time, String action, String target, String ip, boolean denied) {
        String name = action.substring(action.indexOf(':') + 1).replaceFirst(",.*", "");
        return "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"AssumedRole\",\"arn\":\"" + ROLE
                + "\",\"accessKeyId\":\"ASIA5EXAMPLE7NKD4WVR\"},\"eventTime\":\"" + time + "\",\"eventName\":\"" + name
                + "\",\"awsRegion\":\"us-west-2\",\"sourceIPAddress\":\"" + ip + "\",\"userAgent\":\""
                + t.log("aws-cli/1.27.3 Python/3.8.10") + "\",\"requestParameters\":{\"key\":\"" + t.log(target)
                + "\"},"
                + (denied ? "\"errorCode\":\"AccessDenied\"," : "") + "\"eventID\":\"" + claim + "\"}";
    }

    private void evidence(String kind, String claim, int n, Instant time, String log, String raw) {
        String object = KEYS + "111122223333_" + log + "_us-west-2_"
                + time.toString().replaceAll("[-:]", "").substring(0, 13) + "Z_"
                + hash(claim).substring(0, 16) + ".json.gz";
        offset += 1000;
        String head =
                """
                evidence_id|claim_kind|claim_id|seq|log|event_id|etag|object_sha256|record_index|record_offset|record_length|record_form|record_sha256|object!
                %s|%s|%s|%d|%s|%s|%s|%s|%d|%d|%d|bytes|%s|%s
                """
                        .formatted(
                                hash(claim + n),
                                kind,
                                claim,
                                n,
                                log,
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

    private void conclusions() {
        t.add(
                "claims",
                """
                claim_id|incident_id|question|seq|grade|verdict|coverage|needs|time_first|time_last|statement!
                c1|7f3ac1|brute_force|1|A|yes|1|host_auth, flow|02:01:04|02:12:09|Yes. At 02:12:09 the password of `alice` was guessed from 203.0.113.66 after 187 failures. The shell was held for 27 min.
                c2|7f3ac1|credentials|1|A|yes|1|cloudtrail|02:30:08|02:30:08|The keys of role `threat-detection-wksp-compromised-ec2`, issued to i-0a1b2c3d4e5f60718; they end at 07:48:11.
                c3|7f3ac1|actions|1|B|partly|0.96|cloudtrail|02:21:02|05:20:12|75 calls succeeded, 363 were denied.
                c4|7f3ac1|encryption|1|B|yes|1|cloudtrail|02:23:40|02:23:40|Role `threat-detection-wksp-compromised-ec2`, the one whose keys were stolen.
                c5|7f3ac1|objects|1|A|yes|1|cloudtrail, s3_access|02:30:08|04:46:08|`config.py` was read 69 times, 88,596 bytes.
                c6|7f3ac1|objects|2|A|cannot_tell|0.4|s3_access|||Nobody else read an object of the bucket.
                c7|7f3ac1|objects|3|A|no|1|cloudtrail|||No object was deleted.
                c8|7f3ac1|actor_or_target|1|C|cannot_tell|0|flow|||Whether the machine attacked others.
                c9|7f3ac1|contained|1|A|partly|1|cloudtrail, flow|04:47:03|05:20:12|The role's sessions are revoked; the password of `alice` is not changed.
                """);
        for (int i = 1; i <= 9; i++) {
            evidence("claim", "c" + i, 1, at("02:12:09"), i == 1 ? "sshd:" : "s3:GetObject", "alice", HOST, false);
        }
        t.add(
                "exposures",
                """
                exposure_id|incident_id|kind|resource_id!|container!|item!|state|time_first|time_last|who!|n|bytes|size|fate|encryption|contents!|grade|detail!
                x1|7f3ac1|object|arn:aws:s3:::d/memo.pst|$DATA|memo.pst|NONE_SEEN_COVERED|02:21:02|05:20:12||0|0|4096|KEPT|AES256||A|No read in either log.
                x2|7f3ac1|object|arn:aws:s3:::d/config.py|$DATA|config.py|READ_PROVEN|02:30:08|04:46:08|203.0.113.66|69|88596|1284|KEPT|AES256|Keys, by its name.|A|CloudTrail and the access log agree.
                x3|7f3ac1|object|arn:aws:s3:::d/passwd.txt|$DATA|passwd.txt|REACHABLE|02:25:30|05:03:20||0|0|900|KEPT|none||B|Put after encryption was removed.
                x4|7f3ac1|bucket|arn:aws:s3:::d|$DATA||LISTED|02:51:17|02:51:17|192.0.2.187, anonymous|1|0|||||A|One listing by a stranger.
                """
                        .replace("$DATA", DATA));
        evidence("exposure", "x2", 1, at("02:30:08"), "s3:GetObject", "config.py", HOST, false);
        evidence("exposure", "x4", 1, at("02:51:17"), "s3_access", access(at("02:51:17")));
        t.add(
                "containment",
                """
                containment_id|incident_id|control|target!|about!|time|done_by|verdict|attempts_after|successes_after|last_attempt|priority|automate|check_first!|grade|detail!
                k1|7f3ac1|sessions_revoked|threat-detection-wksp-compromised-ec2|the role's sessions|04:47:03|$RESPONDER|HELD|85|0|05:20:12||||A|85 of 85 calls since were denied.
                k2|7f3ac1|key_rotation_by_reboot|i-0a1b2c3d4e5f60718|its keys|04:33:50|$RESPONDER|BROKEN|6|6|04:46:08||||A|A reboot keeps the keys.
                k3|7f3ac1|password_login_off|i-0a1b2c3d4e5f60718|password of alice|||MISSING|0|0||2|person|Ask who logs in with a password.|B|sshd still took a password at 02:12:09.
                k4|7f3ac1|leaked_secret_rotated|config.py|keys in it|||NOT_COVERED|0|0||1|with_check|118 calls by its usual owner.|C|The file was read.
                k5|7f3ac1|address_denied|203.0.113.66|address|04:41:26|$RESPONDER|UNTESTED|0|0|||||A|Nothing came since.
                """
                        .replace("$RESPONDER", RESPONDER));
        evidence("containment", "k2", 1, at("04:46:08"), "s3:GetObject", "config.py", HOST, false);
        t.add(
                "blind_spots",
                """
                blind_spot_id|kind|log|scope|account_id|aws_region|time_from|time_to|state|statement!|questions
                b1|source_absent|dns||||||OFF|No DNS query log is in the archive: what names were asked for, cannot tell.|actor_or_target
                b2|skipdata|flow|eni-0a1b2c3d4e5f60718|111122223333|us-west-2|03:20:00|03:31:00|PARTIAL|Flows are missing for 11 min.|brute_force, actor_or_target
                b3|empty_digest|digests|trail main|111122223333|us-west-2|01:00:00|02:00:00|QUIET|Proven to be quiet.|
                b4|never_logged|cloudtrail|EBS direct reads|||||UNKNOWN|Reads of snapshots by the EBS direct API are not logged.|
                """);
        t.add(
                "hits",
                """
                hit_id|rule_id|title|severity|tactic|technique|resource_id!|host_user!|remote_ip|n|verdict|grade|time_first|time_last|detail!
                h1|ssh-brute-force|SSH passwords guessed|low|credential-access|T1110.001|i-0a1b2c3d4e5f60718|alice|203.0.113.66|188|success|A|02:01:04|02:12:09|188 tries from 203.0.113.66, one worked.
                """);
        t.row(
                "evidence",
                "claim_kind",
                "claim",
                "claim_id",
                "c1",
                "seq",
                2,
                "log",
                "flow",
                "object",
                "AWSLogs/111122223333/vpcflowlogs/us-west-2/2022/11/28/x.log.parquet",
                "record_index",
                7,
                "record_form",
                "parquet_row",
                "event_time",
                at("02:12:10"),
                "raw",
                flow(at("02:12:10")));
        for (int hour = 0; hour < 5; hour++) {
            Instant time = at("0" + hour + ":30:00");
            t.row("flow", "account_id", ACCOUNT, "aws_region", "us-west-2", "event_time", time);
            t.row("host_auth", "event_time", time, "user_name", t.log("alice"));
            if (hour < 2) {
                t.row("s3_access", "event_time", time, "aws_region", "us-west-2", "user_agent", t.log("curl/7.79"));
            }
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
        t.add(
                "objects",
                head + "a/flow.log.gz|flow|111122223333|us-west-2|800|5|0|read||00:10:00\n"
                        + "exportedlogs/000000.gz|host_auth|||700|5|0|read||");
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
