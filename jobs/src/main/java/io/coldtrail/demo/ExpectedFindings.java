package io.coldtrail.demo;

import java.util.List;
import java.util.Map;

/**
 * The findings that these records bear. Those with {@code must} are the incident's own; the others may be raised too,
 * since by their definitions the same records suffice. No other finding of high severity is right.
 */
final class ExpectedFindings {
    private ExpectedFindings() {}

    static List<Map<String, Object>> of(World world) {
        String key = Intruder.stolen(world).key();
        String bucket = world.dataBucket;
        String instance = world.web.id();
        return List.of(
                must("Recon:IAMUser/MaliciousIPCaller.Custom", "target", "medium", key),
                must("UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom", "target", "medium", key),
                must("UnauthorizedAccess:S3/MaliciousIPCaller.Custom", "target", "high", key),
                must("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", "target", "high", key),
                must("Stealth:IAMUser/PasswordPolicyChange", "target", "high", key),
                must("Policy:S3/BucketAnonymousAccessGranted", "target", "high", bucket),
                must("Policy:IAMUser/S3BucketEncryptionDisabled", null, "low", bucket),
                may("Policy:IAMUser/S3BucketPublic", null, "high", bucket),
                may("Policy:S3/BucketPublicAccessGranted", "target", "high", bucket),
                may("Impact:S3/AnomalousBehavior.Permission", "target", "high", key),
                may("Exfiltration:S3/AnomalousBehavior", "target", "high", key),
                may("Impact:S3/AnomalousBehavior.Write", "target", "medium", key),
                may("Impact:IAMUser/AnomalousBehavior", "target", "high", key),
                may("Persistence:IAMUser/AnomalousBehavior", "target", "medium", key),
                may("DefenseEvasion:IAMUser/AnomalousBehavior", "target", "medium", key),
                may("Discovery:IAMUser/AnomalousBehavior", "target", "low", key),
                may("AttackSequence:IAM/CompromisedCredentials", null, "critical", key),
                may("AttackSequence:S3/CompromisedData", null, "critical", bucket),
                may("Security Hub S3.4", null, "medium", bucket),
                may("Security Hub S3.17", null, "medium", bucket),
                may("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration", "target", "high", instance));
    }

    private static Map<String, Object> must(String type, String role, String severity, String resource) {
        return finding(type, role, severity, resource, true);
    }

    private static Map<String, Object> may(String type, String role, String severity, String resource) {
        return finding(type, role, severity, resource, false);
    }

    private static Map<String, Object> finding(
            String type, String role, String severity, String resource, boolean must) {
        return Json.object(
                "type", type,
                "role", role,
                "severity", severity,
                "resource", resource,
                "source", "archive",
                "must", must);
    }
}
