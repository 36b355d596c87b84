package io.coldtrail.trace.containment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.coldtrail.lake.Grade;
import io.coldtrail.net.Cidr;
import io.coldtrail.net.IpAddress;
import io.coldtrail.trace.coverage.Coverage;
import io.coldtrail.trace.incident.Say;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Networks closed to the attacker's addresses: by a network ACL, by a security group; and what still leaves. */
final class Addresses {
    private static final int SSH = 22;

    private Addresses() {}

    static List<Measure> find(Scene scene) {
        List<Measure> measures = new ArrayList<>();
        for (String address : scene.incident().addresses()) {
            IpAddress ip = IpAddress.parse(address);
            if (ip == null) {
                continue;
            }
            Dataset<Row> flows = scene.flowsFrom(Set.of(address));
            List<Act> denies = scene.acts().stream()
                    .filter(a -> a.is("CreateNetworkAclEntry", "ReplaceNetworkAclEntry"))
                    .filter(a -> "deny".equals(a.said("ruleAction")) && "false".equals(a.said("egress")))
                    .filter(a -> contains(a, ip))
                    .toList();
            for (Act deny : denies) {
                measures.add(denied(scene, address, deny, flows));
            }
            boolean reached = !flows.isEmpty();
            if (denies.isEmpty() && reached) {
                measures.add(Measure.missing(
                        Control.ADDRESS_DENIED,
                        "network ACL of " + Say.list(scene.incident().machines()),
                        address,
                        "An address can be shared: nobody else is seen to be behind it in this archive.",
                        "No network ACL denies " + address + ", which connected to machines.",
                        List.of()));
            }
            leaving(scene, address, denies, measures);
        }
        ingress(scene, measures);
        return measures;
    }

    private static boolean contains(Act deny, IpAddress ip) {
        Cidr cidr = Cidr.parse(deny.said("cidrBlock") == null ? deny.said("ipv6CidrBlock") : deny.said("cidrBlock"));
        return cidr != null && cidr.contains(ip);
    }

    private static Measure denied(Scene scene, String address, Act deny, Dataset<Row> flows) {
        Attempts attempts = Attempts.after(deny.time(), flows);
        boolean covered = scene.covers(Coverage.FLOW, scene.incident().machines(), deny.time());
        String verdict = attempts.verdict(covered);
        return new Measure(
                Control.ADDRESS_DENIED,
                deny.said("networkAclId"),
                address,
                deny,
                verdict,
                attempts,
                null,
                Grade.A,
                "Network ACL " + deny.said("networkAclId") + " denies " + address + " since "
                        + Say.time(deny.time()) + ": "
                        + switch (verdict) {
                            case "HELD" -> Say.count(attempts.n(), "flow", "flows") + " from it since, all rejected.";
                            case "BROKEN" -> attempts.successes() + " of " + Say.count(attempts.n(), "flow", "flows")
                                    + " from it since were accepted, the last at "
                                    + Say.time(attempts.lastSuccess()) + ".";
                            case "UNTESTED" -> "no flow from it since.";
                            default -> "no flow log shows whether it held.";
                        },
                List.of());
    }

    /** A deny of what comes in lets the machine call out. */
    private static void leaving(Scene scene, String address, List<Act> denies, List<Measure> measures) {
        if (denies.isEmpty()) {
            return;
        }
        Instant since = denies.get(0).time();
        Dataset<Row> calls = scene.attack("flow")
                .where(col("dstaddr")
                        .equalTo(address)
                        .and(col("event_time").gt(Timestamp.from(since)))
                        // what answers the attacker's own tries is no call out
                        .and(expr("protocol = 1 OR NOT (srcport < 1024 AND dstport >= 1024)")));
        Attempts out = Attempts.after(since, calls);
        if (out.successes() > 0) {
            boolean pings = calls.where("through AND protocol NOT IN (1, 58)").isEmpty();
            measures.add(Measure.missing(
                    Control.EGRESS_DENIED,
                    "network ACL of " + Say.list(scene.incident().machines()),
                    address,
                    "Nothing but the attack is seen to need this way out.",
                    Say.list(scene.incident().machines()) + " still calls out to " + address + ": "
                            + Say.count(out.successes(), "flow", "flows") + (pings ? " of pings" : "")
                            + " left after it was denied, the last at " + Say.time(out.lastSuccess())
                            + ". Only what comes in from it is denied: the way out is open.",
                    out.evidence()));
        }
    }

    private static void ingress(Scene scene, List<Measure> measures) {
        Dataset<Row> ssh = scene.flowsFrom(scene.incident().addresses())
                .where(col("dstport").equalTo(SSH));
        List<Act> revokes = scene.acts().stream()
                .filter(a -> a.is("RevokeSecurityGroupIngress"))
                .filter(a -> a.text().matches("(?s).*\"(fromPort|FromPort)\"\\s*:\\s*(22|-1|0)\\D.*"))
                .toList();
        for (Act revoke : revokes) {
            Attempts attempts = Attempts.after(revoke.time(), ssh);
            boolean covered = scene.covers(Coverage.FLOW, scene.incident().machines(), revoke.time());
            String verdict = attempts.verdict(covered);
            measures.add(new Measure(
                    Control.INGRESS_REMOVED,
                    revoke.said("groupId"),
                    "SSH to " + Say.list(scene.incident().machines()),
                    revoke,
                    verdict,
                    attempts,
                    null,
                    Grade.B,
                    "The rule of " + revoke.said("groupId") + " that let SSH in was removed at "
                            + Say.time(revoke.time()) + ": "
                            + switch (verdict) {
                                case "HELD" -> Say.count(attempts.n(), "try", "tries") + " since, all rejected.";
                                case "BROKEN" -> Say.count(attempts.successes(), "flow", "flows")
                                        + " to port 22 since were accepted.";
                                case "UNTESTED" -> "no try since.";
                                default -> "no flow log shows whether it held.";
                            },
                    List.of()));
        }
        if (revokes.isEmpty() && !ssh.where("through").isEmpty()) {
            measures.add(Measure.missing(
                    Control.INGRESS_REMOVED,
                    "security group of " + Say.list(scene.incident().machines()),
                    "SSH to " + Say.list(scene.incident().machines()),
                    "Who else logs in over SSH must have another way in.",
                    "No rule that lets SSH in was removed, and the attacker came that way.",
                    List.of()));
        }
    }
}
