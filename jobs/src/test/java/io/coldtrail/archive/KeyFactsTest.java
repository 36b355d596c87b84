package io.coldtrail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFactsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // plain, prefixed, organization, Control Tower
                "AWSLogs/111122223333/CloudTrail/us-west-2/2023/07/10/111122223333_CloudTrail_us-west-2_20230710T1145Z_7xgocspSowgK0Gto.json.gz, CLOUDTRAIL, 111122223333, us-west-2, 2023-07-10T11:45:00Z",
                "logs/prod/AWSLogs/111122223333/CloudTrail/eu-central-1/2023/7/1/111122223333_CloudTrail_eu-central-1_20230701T0000Z_a.json.gz, CLOUDTRAIL, 111122223333, eu-central-1, 2023-07-01T00:00:00Z",
                "AWSLogs/o-abc123defg/111122223333/CloudTrail/us-gov-west-1/2023/07/10/111122223333_CloudTrail_us-gov-west-1_20230710T1145ZMiss.json.gz, CLOUDTRAIL, 111122223333, us-gov-west-1, 2023-07-10T11:45:00Z",
                "o-abc123defg/AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/10/111122223333_CloudTrail_us-east-1_20230710T2355Z_x.json.gz, CLOUDTRAIL, 111122223333, us-east-1, 2023-07-10T23:55:00Z",
                // told by the folders alone, and to the day
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/10/renamed, CLOUDTRAIL, 111122223333, us-east-1, 2023-07-10T00:00:00Z",
                // not events
                "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2023/07/10/111122223333_CloudTrail-Digest_us-east-1_my_trail_us-east-1_20230710T114522Z.json.gz, DIGESTS, 111122223333, us-east-1, 2023-07-10T11:45:00Z",
                "AWSLogs/111122223333/CloudTrail-Insight/us-east-1/2023/07/10/111122223333_CloudTrail-Insight_us-east-1_20230710T1145Z_x.json.gz, INSIGHTS, 111122223333, us-east-1, 2023-07-10T11:45:00Z",
                "AWSLogs/111122223333/CloudTrail-NetworkActivity/us-east-1/2023/07/10/111122223333_CloudTrail-NetworkActivity_us-east-1_20230710T1145Z_x.json.gz, NETWORK_ACTIVITY, 111122223333, us-east-1, 2023-07-10T11:45:00Z",
                "AWSLogs/111122223333/CloudTrail-Aggregated/us-east-1/2023/07/10/x.json.gz, AGGREGATED, 111122223333, us-east-1, 2023-07-10T00:00:00Z",
                "AWSLogs/111122223333/CloudTrail-Lake/Query/2023/07/10/q/result_1.csv.gz, FOREIGN, 111122223333, -, -",
                "AWSLogs/111122223333/vpcflowlogs/us-east-1/2023/07/10/x.log.gz, FOREIGN, 111122223333, -, -",
                "AWSLogs/111122223333/Config/ConfigWritabilityCheckFile, FOREIGN, 111122223333, -, -",
                "AWSLogs/111122223333/CloudTrail/us-east-1/, FOREIGN, -, -, -",
                "README.md, FOREIGN, -, -, -",
                // a bare folder
                "/tmp/x/events.json, CLOUDTRAIL, -, -, -",
                "/tmp/x/111122223333_CloudTrail_us-east-1_20230710T1145Z_x.json, CLOUDTRAIL, 111122223333, us-east-1, 2023-07-10T11:45:00Z",
                // times that are none
                "/tmp/x/111122223333_CloudTrail_us-east-1_20231399T9999Z_x.json.gz, CLOUDTRAIL, 111122223333, us-east-1, -",
            })
    void tellsWhatAKeySays(String key, ObjectKind kind, String account, String region, Instant delivered) {
        KeyFacts facts = KeyFacts.of(key);
        assertEquals(kind, facts.kind());
        assertEquals(account, facts.account());
        assertEquals(region, facts.region());
        assertEquals(delivered, facts.delivered());
    }

    @Test
    void aWindowTakesWhatMayBeLateAndNoMore() {
        ArchiveFilter filter = new ArchiveFilter(
                Instant.parse("2023-07-10T00:00:00Z"), Instant.parse("2023-07-11T00:00:00Z"), Set.of(), Set.of());
        assertEquals(false, filter.wants(delivered("20230709T2258")));
        assertEquals(true, filter.wants(delivered("20230709T2300")));
        assertEquals(true, filter.wants(delivered("20230712T2359")));
        assertEquals(false, filter.wants(delivered("20230713T0000")));
        assertEquals(true, filter.wants(KeyFacts.of("/tmp/no-time-in-it.json")), "what is unknown is read");
    }

    @Test
    void accountsAndRegionsArePruned() {
        ArchiveFilter filter = new ArchiveFilter(null, null, List.of("111122223333"), List.of("us-east-1"));
        assertEquals(true, filter.wants(delivered("20230709T2258")));
        assertEquals(false, filter.wants(KeyFacts.of("444455556666_CloudTrail_us-east-1_20230710T1145Z_x.json.gz")));
        assertEquals(false, filter.wants(KeyFacts.of("111122223333_CloudTrail_eu-west-1_20230710T1145Z_x.json.gz")));
    }

    private static KeyFacts delivered(String minute) {
        return KeyFacts.of("111122223333_CloudTrail_us-east-1_" + minute + "Z_x.json.gz");
    }
}
