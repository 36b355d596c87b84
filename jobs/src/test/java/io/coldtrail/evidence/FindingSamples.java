package io.coldtrail.evidence;

import io.coldtrail.lake.Actor;
import io.coldtrail.lake.Severity;
import java.time.Instant;
import java.util.List;

/** Findings made by hand, the ordinary one and changes of it. */
final class FindingSamples {
    static final Instant NOW = Instant.parse("2024-05-01T10:00:00.123Z");
    static final AwsPlace PLACE = AwsPlace.of("111122223333", "us-west-2");
    static final String ROLE_ARN = "arn:aws:iam::111122223333:role/service/web";

    private FindingSamples() {}

    static Finding ordinary() {
        return finding("UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom", null, deeds(Actor.ATTACKER, "A"));
    }

    static Finding finding(String type, String target, Finding.Deeds deeds) {
        return new Finding(
                "0123456789abcdef0123456789abcdef",
                FindingType.of(type, "discovery"),
                "111122223333",
                "us-west-2",
                "TARGET",
                target,
                new Finding.Principal(ROLE_ARN, "AROAEXAMPLEEXAMPLE123", "AssumedRole"),
                deeds,
                List.of(new FindingRule(
                        "listed-caller",
                        "Call from a listed address",
                        Severity.MEDIUM,
                        "initial-access",
                        "T1078.004",
                        "An address on a threat list called.",
                        "Revoke the session.",
                        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html")));
    }

    static Finding.Deeds deeds(Actor actor, String grade) {
        return deeds(actor, grade, List.of(new Finding.Count("203.0.113.66", 69)), List.of(), List.of());
    }

    static Finding.Deeds deeds(
            Actor actor,
            String grade,
            List<Finding.Count> addresses,
            List<Finding.Count> keys,
            List<Finding.Count> objects) {
        return new Finding.Deeds(
                Instant.parse("2022-11-03T02:14:07Z"),
                Instant.parse("2022-11-03T04:46:08Z"),
                70,
                300,
                12,
                70,
                actor,
                grade,
                grade == null ? null : "7f3ac1",
                addresses,
                addresses.size(),
                keys,
                List.of(
                        new Finding.Count("s3.amazonaws.com GetObject", 58),
                        new Finding.Count("s3.amazonaws.com ListBuckets", 12)),
                objects,
                new Finding.Place("AWSLogs/a.json.gz", 3, 1200L, 900L, "e-1"),
                new Finding.Place("AWSLogs/b.json.gz", 0, 12L, 800L, "e-70"));
    }
}
