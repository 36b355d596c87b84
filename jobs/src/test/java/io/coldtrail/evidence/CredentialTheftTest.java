package io.coldtrail.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where stolen keys of a machine were used makes the type of the finding, as GuardDuty tells the places apart. */
class CredentialTheftTest extends SparkTest {
    private static final String TYPE = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration";

    @TempDir
    Path folder;

    @Test
    void theAddressMakesTheType() {
        FindingCase theft = new FindingCase(new Case(session(), folder.toString()));
        used(theft, 0, "203.0.113.1", Map.of("scope", "public"));
        used(theft, 1, "203.0.113.2", Map.of("scope", "public", "owner_kind", "instance", "owner", "i-0mal"));
        used(theft, 2, "52.94.76.5", Map.of("scope", "aws"));
        used(theft, 3, "52.94.76.6", Map.of("scope", "aws", "owner_kind", "elastic_ip", "owner", "eipalloc-1"));
        used(theft, 4, "10.0.1.20", Map.of("scope", "private"));
        used(theft, 5, "203.0.113.3", null);
        theft.write();

        Map<Integer, String> types = new TreeMap<>();
        for (Row row : CredentialTheft.of(theft.investigation).collectAsList()) {
            types.put(row.getAs("record_index"), row.getAs("type"));
        }
        assertEquals(
                Map.of(
                        0, TYPE + ".OutsideAWS", //
                        1, TYPE,
                        2, TYPE + ".InsideAWS",
                        3, TYPE,
                        4, TYPE,
                        5, TYPE),
                types);
    }

    /** A session whose keys the attacker used at an address; null: nothing is known of it. */
    private static void used(FindingCase theft, int index, String ip, Map<String, Object> address) {
        String session = "s" + index;
        Map<String, Object> record = Map.of("log", "cloudtrail", "object", "a.json.gz", "record_index", index);
        theft.add("sessions", Map.of("session_id", session, "kind", "instance"));
        Map<String, Object> spread = new HashMap<>(record);
        spread.putAll(Map.of("rule", "S3", "state", "USED"));
        theft.add("spread", spread);
        Map<String, Object> attribution = new HashMap<>(record);
        attribution.putAll(Map.of("session_id", session, "source_ip", ip, "actor", "attacker", "grade", "A"));
        theft.add("attribution", attribution);
        if (address != null) {
            Map<String, Object> known = new HashMap<>(address);
            known.put("ip", ip);
            theft.add("addresses", known);
        }
    }
}
