package io.coldtrail.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real archive, where it is there: an account in which some thirty techniques of Stratus Red Team were detonated. What
 * must be found was read off the raw records by hand.
 */
class RealArchiveTest extends SparkTest {
    @TempDir
    Path dir;

    @Test
    void theDetonationsAreOneStory() {
        Path archive = archive();
        assumeTrue(
                Files.isDirectory(archive),
                "no real archive at " + archive.toAbsolutePath().normalize());
        assertEquals(0, Commands.run("investigate", archive.toString(), "--case", dir.toString()));
        Case kase = new Case(session(), dir.toString());

        Row read = kase.table("objects")
                .where("status = 'read'")
                .selectExpr("count(*)", "sum(records)", "sum(rejects)")
                .first();
        assertEquals(List.of(55L, 2900L, 0L), List.of(read.getLong(0), read.getLong(1), read.getLong(2)));
        assertEquals(2900, kase.table("cloudtrail").count());
        assertEquals(0, kase.table("rejects").count());

        assertEquals(1, kase.table("incidents").count());
        Row incident = kase.table("incidents").first();
        assertTrue(incident.getList(incident.fieldIndex("addresses")).contains("192.168.10.20"));
        assertEquals(
                0,
                kase.table("attribution")
                        .join(kase.table("cloudtrail"), new String[] {"object", "record_index"})
                        .where("actor IN ('attacker', 'likely_attacker') AND user_name = 'benjamin'")
                        .count(),
                "the other user of the account is left alone");

        Set<String> missing = new TreeSet<>(List.of(
                "AttackSequence:IAM/CompromisedCredentials",
                "DefenseImpairment:EC2/DisableOrModifyTools",
                "DefenseImpairment:Organizations/ModifyCloudResourceHierarchy",
                "Exfiltration:EC2/TransferDataToCloudAccount",
                "Exfiltration:RDS/TransferDataToCloudAccount",
                "Exfiltration:S3/TransferDataToCloudAccount",
                "Impact:S3/DataDestruction",
                "InitialAccess:IAM/ValidAccounts",
                "Persistence:EC2/ExternalRemoteServices",
                "Persistence:IAM/AccountManipulation",
                "Persistence:Lambda/AccountManipulation",
                "Persistence:RolesAnywhere/AccountManipulation",
                "PrivilegeEscalation:IAM/AccountManipulation",
                "Stealth:IAMUser/CloudTrailLoggingDisabled",
                "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration"));
        kase.table("findings").select("type").collectAsList().forEach(row -> missing.remove(row.getString(0)));
        assertEquals(Set.of(), missing);
    }

    private static Path archive() {
        String data = System.getProperty("coldtrail.data");
        return data == null ? Path.of("../../shared/data/invictus") : Path.of(data, "invictus");
    }
}
