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
                "AWSLogs/111122223333/Config/ConfigWritabilityCheckFile, FOREIGN, 111122223333, -, -",
                "AWSLogs/111122223333/CloudTrail/us-east-1/, FOREIGN, 111122223333, us-east-1, -",
                "README.md, FOREIGN, -, -, -",
                "AWSLogs/111122223333/elasticloadbalancing/us-east-1/2023/07/10/111122223333_elasticloadbalancing_us-east-1_app.x.1_20230710T1145Z_10.0.0.1_y.log.gz, FOREIGN, 111122223333, us-east-1, -",
                "AWSLogs/111122223333/ELBAccessLogTestFile, FOREIGN, -, -, -",
                "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2023/07/10/x.json.gz.metadata.json, FOREIGN, 111122223333, us-east-1, -",
                "picture.png, FOREIGN, -, -, -",
                // flow logs: plain, hourly, Hive, renamed, Parquet
                "AWSLogs/111122223333/vpcflowlogs/us-west-2/2022/11/10/111122223333_vpcflowlogs_us-west-2_fl-0123456789abcdef0_20221110T1455Z_a1b2c3d4.log.gz, FLOW, 111122223333, us-west-2, 2022-11-10T14:55:00Z",
                "net/AWSLogs/111122223333/vpcflowlogs/us-west-2/2022/11/10/14/111122223333_vpcflowlogs_us-west-2_fl-0123_20221110T1455Z_a1.log.parquet, FLOW, 111122223333, us-west-2, 2022-11-10T14:55:00Z",
                "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=us-west-2/year=2022/month=11/day=10/hour=14/111122223333_vpcflowlogs_us-west-2_fl-0123_20221110T1455Z_a1.log.gz, FLOW, 111122223333, us-west-2, 2022-11-10T14:55:00Z",
                "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=us-west-2/year=2022/month=11/day=10/renamed.gz, FLOW, 111122223333, us-west-2, 2022-11-10T00:00:00Z",
                "AWSLogs/111122223333/vpcflowlogs/us-east-1/2023/07/10/x.log.gz, FLOW, 111122223333, us-east-1, 2023-07-10T00:00:00Z",
                "AWSLogs/111122223333/vpcflowlogs/us-east-1/x.log.gz, FLOW, 111122223333, us-east-1, -",
                // S3 access logs: flat, prefix glued on, partitioned by delivery and by event
                "s3-access/acme-data/2022-11-10-15-08-09-0123456789ABCDEF, S3_ACCESS, -, -, 2022-11-10T15:08:00Z",
                "logs/acme-data2022-11-10-15-08-09-0123456789ABCDEF, S3_ACCESS, -, -, 2022-11-10T15:08:00Z",
                "p/111122223333/us-west-2/acme-data/2022/11/10/2022-11-10-15-08-09-0123456789ABCDEF, S3_ACCESS, 111122223333, us-west-2, 2022-11-10T15:08:00Z",
                "111122223333/us-west-2/acme-data/2022/11/10/2022-11-10-00-00-00-0123456789ABCDEF, S3_ACCESS, 111122223333, us-west-2, 2022-11-10T00:00:00Z",
                // the resolver has no region in its keys
                "AWSLogs/111122223333/vpcdnsquerylogs/vpc-0abc/2022/11/10/vpc-0abc_vpcdnsquerylogs_111122223333_20221110T1500Z_a1b2c3d4.log.gz, DNS, 111122223333, -, 2022-11-10T15:00:00Z",
                "AWSLogs/111122223333/vpcdnsquerylogs/vpc-0abc/2022/11/10/x.log.gz, DNS, 111122223333, -, 2022-11-10T00:00:00Z",
                // CloudWatch Logs: exported, and by Firehose, whose objects may be anything
                "exportedlogs/var-log-secure/7b0ea1a1-6d5c-4a52-9b0e-4a6c5b1c2d3e/i-0ff2467004cdadd9a-ssh/000000.gz, HOST_AUTH, -, -, -",
                "exportedlogs/aws-logs-write-test, FOREIGN, -, -, -",
                "2022/11/10/15/secure-1-2022-11-10-15-08-09-7b0ea1a1-6d5c-4a52-9b0e-4a6c5b1c2d3e, UNKNOWN, -, -, 2022-11-10T15:08:00Z",
                // findings and configuration: months and days of Config are not padded
                "AWSLogs/111122223333/GuardDuty/us-west-2/2022/11/10/7b0ea1a1-6d5c-4a52-9b0e-4a6c5b1c2d3e.jsonl.gz, IMPORTED_FINDINGS, 111122223333, us-west-2, 2022-11-10T00:00:00Z",
                "AWSLogs/111122223333/Config/us-west-2/2022/11/9/ConfigHistory/111122223333_Config_us-west-2_ConfigHistory_AWS::EC2::Instance_20221109T020304Z_20221109T080304Z_1.json.gz, CONFIG_ITEMS, 111122223333, us-west-2, 2022-11-09T08:03:00Z",
                "AWSLogs/111122223333/Config/us-west-2/2022/1/9/ConfigSnapshot/111122223333_Config_us-west-2_ConfigSnapshot_20220109T080304Z_7b0ea1a1.json.gz, CONFIG_ITEMS, 111122223333, us-west-2, 2022-01-09T08:03:00Z",
                "AWSLogs/111122223333/Config/us-west-2/2022/1/9/OversizedChangeNotification/AWS::S3::Bucket/x/y.json.gz, CONFIG_ITEMS, 111122223333, us-west-2, 2022-01-09T00:00:00Z",
                // a bare folder
                "/tmp/x/events.json, UNKNOWN, -, -, -",
                "/tmp/x/renamed, UNKNOWN, -, -, -",
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
    void howAResourceWasSetBeforeTheWindowIsRead() {
        ArchiveFilter filter = new ArchiveFilter(
                Instant.parse("2023-07-10T00:00:00Z"), Instant.parse("2023-07-11T00:00:00Z"), Set.of(), Set.of());
        assertEquals(true, filter.wants(config("2023/1/9")));
        assertEquals(false, filter.wants(config("2023/8/9")));
    }

    private static KeyFacts config(String day) {
        return KeyFacts.of("AWSLogs/111122223333/Config/us-west-2/" + day + "/ConfigHistory/x.json.gz");
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
