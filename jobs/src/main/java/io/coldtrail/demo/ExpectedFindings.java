package io.coldtrail.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The findings that these records bear. Those with {@code must} are the incident's own; the others may be raised too,
 * since by their definitions the same records suffice. No other finding of high severity is right.
 */
final class ExpectedFindings {
    private ExpectedFindings() {}

    private static final String ACTOR = "actor";
    private static final String TARGET = "target";
    private static final String ARCHIVE = "archive";
    /** What GuardDuty, Inspector and Macie say of the incident, by the names that they had for it. */
    private static final String SERVICE = "guardduty";

    /** @param withGuardDuty whether the services' own findings are in the archive */
    static List<Map<String, Object>> of(World world, boolean withGuardDuty) {
        List<Map<String, Object>> findings = new ArrayList<>(fromArchive(world));
        if (withGuardDuty) {
            new ServiceFindings(world)
                    .all()
                    .forEach(finding -> findings.add(finding(
                            finding.type(), finding.role(), finding.severity(), finding.resource(), SERVICE, true)));
        }
        return findings;
    }

    private static List<Map<String, Object>> fromArchive(World world) {
        String key = Intruder.stolen(world).key();
        String bucket = world.dataBucket;
        String instance = world.web.id();
        String host = world.maliciousHost.id();
        return List.of(
                must("UnauthorizedAccess:EC2/SSHBruteForce", TARGET, "low", instance),
                must("UnauthorizedAccess:EC2/SSHBruteForce", ACTOR, "high", host),
                must("UnauthorizedAccess:EC2/MaliciousIPCaller.Custom", ACTOR, "medium", instance),
                must("Behavior:EC2/Beaconing", ACTOR, "medium", instance),
                must("Policy:EC2/SSHPasswordAuthentication", TARGET, "low", instance),
                must("SensitiveData:S3Object/Multiple", TARGET, "medium", bucket),
                must("Recon:IAMUser/MaliciousIPCaller.Custom", TARGET, "medium", key),
                must("UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom", TARGET, "medium", key),
                must("UnauthorizedAccess:S3/MaliciousIPCaller.Custom", TARGET, "high", key),
                must("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration", TARGET, "high", key),
                must("Stealth:IAMUser/PasswordPolicyChange", TARGET, "high", key),
                must("Policy:S3/BucketAnonymousAccessGranted", TARGET, "high", bucket),
                must("Policy:IAMUser/S3BucketEncryptionDisabled", null, "low", bucket),
                may("UnauthorizedAccess:EC2/MaliciousIPCaller.Custom", TARGET, "medium", instance),
                may("Discovery:S3/MaliciousIPCaller.Custom", TARGET, "high", key),
                may("Policy:IAMUser/S3BucketPublic", null, "high", bucket),
                may("Policy:S3/BucketPublicAccessGranted", TARGET, "high", bucket),
                may("Impact:S3/AnomalousBehavior.Permission", TARGET, "high", key),
                may("Exfiltration:S3/AnomalousBehavior", TARGET, "high", key),
                may("Impact:S3/AnomalousBehavior.Write", TARGET, "medium", key),
                may("Impact:IAMUser/AnomalousBehavior", TARGET, "high", key),
                may("Persistence:IAMUser/AnomalousBehavior", TARGET, "medium", key),
                may("DefenseEvasion:IAMUser/AnomalousBehavior", TARGET, "medium", key),
                may("Discovery:IAMUser/AnomalousBehavior", TARGET, "low", key),
                may("AttackSequence:IAM/CompromisedCredentials", null, "critical", key),
                may("AttackSequence:S3/CompromisedData", null, "critical", bucket),
                may("AttackSequence:EC2/CompromisedInstanceGroup", null, "critical", instance),
                may("Security Hub S3.4", null, "medium", bucket),
                may("Security Hub S3.17", null, "medium", bucket),
                may("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS", TARGET, "high", key),
                may("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", TARGET, "high", key));
    }

    private static Map<String, Object> must(String type, String role, String severity, String resource) {
        return finding(type, role, severity, resource, ARCHIVE, true);
    }

    private static Map<String, Object> may(String type, String role, String severity, String resource) {
        return finding(type, role, severity, resource, ARCHIVE, false);
    }

    private static Map<String, Object> finding(
            String type, String role, String severity, String resource, String source, boolean must) {
        return Json.object(
                "type", type,
                "role", role,
                "severity", severity,
                "resource", resource,
                "source", source,
                "must", must);
    }
}
