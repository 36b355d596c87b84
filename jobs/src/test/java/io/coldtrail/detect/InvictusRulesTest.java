package io.coldtrail.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coldtrail.detect.sigma.JsonRecord;
import io.coldtrail.detect.sigma.Matcher;
import io.coldtrail.detect.sigma.RuleHead;
import io.coldtrail.detect.sigma.RuleIndex;
import io.coldtrail.lake.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The built-in rules on a real archive: thirty techniques detonated by one user among his ordinary work. */
@EnabledIf("present")
class InvictusRulesTest {
    private static final Path ARCHIVE = Path.of("../../shared/data/invictus/AWSLogs");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** By the archive's own user agents: each of these calls was made by a detonation, and found. */
    private static final List<String> DETONATED = List.of(
            "credential-access/parameters-read-in-bulk.yml",
            "credential-access/secret-read.yml",
            "credential-access/user-data-denied.yml",
            "credential-access/windows-password-denied.yml",
            "defense-evasion/cloudtrail-events-excluded.yml",
            "defense-evasion/cloudtrail-stopped.yml",
            "defense-evasion/cloudtrail-tampering-failed.yml",
            "defense-evasion/flow-logs-deleted.yml",
            "defense-evasion/leave-organization.yml",
            "discovery/instance-role-looks-around.yml",
            "execution/ssm-command-sent.yml",
            "exfiltration/bucket-policy-other-account.yml",
            "exfiltration/image-shared.yml",
            "exfiltration/rds-snapshot-shared.yml",
            "exfiltration/snapshot-shared.yml",
            "impact/big-instances-started.yml",
            "impact/lifecycle-expires-objects.yml",
            "impact/vcpu-limit-hit.yml",
            "initial-access/console-login-without-mfa.yml",
            "persistence/access-key-created.yml",
            "persistence/lambda-code-changed.yml",
            "persistence/lambda-opened-to-everyone.yml",
            "persistence/login-profile-created.yml",
            "persistence/role-trust-widened.yml",
            "persistence/roles-anywhere-trust-anchor.yml",
            "persistence/security-group-opens-ssh.yml",
            "persistence/user-created.yml",
            "privilege-escalation/admin-policy-attached.yml");

    static boolean present() {
        return Files.isDirectory(ARCHIVE);
    }

    @Test
    void findsTheTechniques() throws IOException {
        RuleIndex index =
                new DetectionInput(RuleFiles.builtin(), List.of()).compile().index();
        Matcher matcher = new Matcher(index);
        Map<String, Integer> hits = new TreeMap<>();
        Map<Severity, Integer> bySeverity = new EnumMap<>(Severity.class);
        int records = 0;
        int hit = 0;
        List<Path> objects;
        try (Stream<Path> files = Files.walk(ARCHIVE)) {
            objects = files.filter(f -> f.toString().endsWith(".gz")).sorted().toList();
        }
        for (Path object : objects) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(object))) {
                for (JsonNode record : JSON.readTree(in).path("Records")) {
                    records++;
                    int[] rules = matcher.match(JsonRecord.view(index.columns(), record.toString()));
                    hit += rules.length > 0 ? 1 : 0;
                    for (int rule : rules) {
                        RuleHead head = index.heads().get(rule);
                        hits.merge(head.file(), 1, Integer::sum);
                        bySeverity.merge(head.severity(), 1, Integer::sum);
                    }
                }
            }
        }
        assertEquals(2_900, records);
        assertEquals(
                DETONATED, hits.keySet().stream().filter(DETONATED::contains).toList());
        assertEquals(11, bySeverity.get(Severity.HIGH));
        assertTrue(hit < records / 10, hit + " records with signals is too many to look at: " + hits);
    }
}
