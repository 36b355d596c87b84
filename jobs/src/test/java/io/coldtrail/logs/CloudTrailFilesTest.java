package io.coldtrail.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.archive.ObjectKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What CloudTrail and the resolver deliver beside events: each into its table, and none into another's. */
class CloudTrailFilesTest {
    private static final String DIGEST_KEY =
            "AWSLogs/111122223333/CloudTrail-Digest/us-west-2/2022/11/10/111122223333_CloudTrail-Digest_us-west-2_my_trail_us-east-1_20221110T150000Z";
    private static final String INSIGHT = "{\"eventVersion\":\"1.08\",\"eventTime\":\"2022-11-10T15:10:00Z\","
            + "\"awsRegion\":\"us-west-2\",\"eventID\":\"i-1\",\"eventType\":\"AwsCloudTrailInsight\","
            + "\"recipientAccountId\":\"111122223333\",\"sharedEventID\":\"s-1\",\"insightDetails\":{\"state\":\"End\","
            + "\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\",\"insightType\":\"ApiCallRateInsight\","
            + "\"insightContext\":{\"statistics\":{\"baseline\":{\"average\":0.0017857143},"
            + "\"insight\":{\"average\":89},\"insightDuration\":7,\"baselineDuration\":10080},"
            + "\"attributions\":[{\"attribute\":\"userAgent\"}]}},\"eventCategory\":\"Insight\"}";
    private static final String NETWORK = "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"AWSAccount\","
            + "\"principalId\":\"AIDAEXAMPLE\",\"accountId\":\"444455556666\",\"accessKeyId\":\"ASIAEXAMPLE\"},"
            + "\"eventTime\":\"2022-11-10T15:10:00Z\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"PutObject\","
            + "\"awsRegion\":\"us-west-2\",\"sourceIPAddress\":\"10.0.0.15\",\"errorCode\":\"VpceAccessDenied\","
            + "\"errorMessage\":\"no\",\"requestID\":\"r-1\",\"eventID\":\"n-1\",\"eventType\":\"AwsVpceEvent\","
            + "\"recipientAccountId\":\"111122223333\",\"vpcEndpointId\":\"vpce-1\","
            + "\"vpcEndpointAccountId\":\"111122223333\",\"eventCategory\":\"NetworkActivity\"}";

    @Test
    void aDigestIsKeptWholeWithWhatSignsIt() {
        String digest = "{\"awsAccountId\":\"111122223333\",\"digestStartTime\":\"2022-11-10T14:00:00Z\","
                + "\"digestEndTime\":\"2022-11-10T15:00:00Z\",\"digestS3Bucket\":\"logs\",\"digestS3Object\":\"k\","
                + "\"newestEventTime\":null,\"previousDigestSignature\":\"0a\","
                + "\"logFiles\":[{\"s3Object\":\"a,]\"}, {\"s3Object\":\"b\"}]}";
        Map<String, String> row = ReadRows.of(
                        ObjectKind.DIGESTS, DIGEST_KEY + ".json.gz", digest, Map.of("signature", "ab12"))
                .row();
        assertEquals("2022-11-10T15:00:00Z", row.get("event_time"));
        assertEquals("2022-11-10T14:00:00Z", row.get("start_time"));
        assertEquals("my_trail", row.get("trail_name"));
        assertEquals("us-west-2", row.get("aws_region"));
        assertEquals("ab12", row.get("signature"));
        assertEquals("0a", row.get("previous_signature"));
        assertEquals("2", row.get("n_log_files"));
        assertEquals("false", row.get("backfill"));
        assertEquals(digest, row.get("raw"));
        assertNull(row.get("newest_event_time"));

        row = ReadRows.of(
                        ObjectKind.DIGESTS,
                        DIGEST_KEY + "_backfill.json.gz",
                        "{\"digestEndTime\":\"2022-11-10T15:00:00Z\",\"logFiles\":[]}")
                .row();
        assertEquals("true", row.get("backfill"));
        assertEquals("[]", row.get("log_files"), "that none was delivered is said, not left out");
        assertEquals("0", row.get("n_log_files"));
        assertNull(row.get("signature"));
    }

    @Test
    void anInsight() {
        Map<String, String> row = ReadRows.of(ObjectKind.INSIGHTS, "x", "{\"Records\":[" + INSIGHT + "]}")
                .row();
        assertEquals("End", row.get("state"));
        assertEquals("GetObject", row.get("event_name"));
        assertEquals("0.0017857143", row.get("baseline_average"));
        assertEquals("89.0", row.get("insight_average"));
        assertEquals("7", row.get("insight_duration"));
        assertEquals("[{\"attribute\":\"userAgent\"}]", row.get("attributions"));
        assertEquals("i-1", row.get("event_id"));
    }

    @Test
    void aCallThroughAnEndpoint() {
        Map<String, String> row = ReadRows.of(ObjectKind.NETWORK_ACTIVITY, "x", "{\"Records\":[" + NETWORK + "]}")
                .row();
        assertEquals("denied", row.get("outcome"));
        assertEquals("10.0.0.15", row.get("source_ip"));
        assertEquals("ASIAEXAMPLE", row.get("access_key_id"));
        assertEquals("vpce-1", row.get("vpc_endpoint_id"));
    }

    @Test
    void neitherIsAnEvent() {
        ReadRows events =
                ReadRows.of(ObjectKind.CLOUDTRAIL, "x", "{\"Records\":[" + INSIGHT + "," + NETWORK + ",{\"a\":1}]}");
        assertEquals(List.of(), events.rows);
        assertEquals(3, events.rejects.size());
        assertTrue(events.rejects.get(0).contains("category Insight"), events.rejects.get(0));
        assertTrue(events.rejects.get(1).contains("category NetworkActivity"), events.rejects.get(1));
        assertEquals(
                1,
                ReadRows.of(ObjectKind.INSIGHTS, "x", "[" + NETWORK + "]")
                        .rejects
                        .size());
        assertEquals(
                1,
                ReadRows.of(ObjectKind.NETWORK_ACTIVITY, "x", "[" + INSIGHT + "]")
                        .rejects
                        .size());
    }

    @Test
    void aQuery() {
        String query = "{\"version\":\"1.100000\",\"account_id\":\"111122223333\",\"region\":\"us-west-2\","
                + "\"vpc_id\":\"vpc-1\",\"query_timestamp\":\"2022-11-10T15:10:00.250Z\","
                + "\"query_name\":\"s3.us-west-2.amazonaws.com.\",\"query_type\":\"A\",\"query_class\":\"IN\","
                + "\"rcode\":\"NOERROR\",\"answers\":[{\"Rdata\":\"52.1.2.3\",\"Type\":\"A\",\"Class\":\"IN\"}],"
                + "\"srcaddr\":\"10.0.0.15\",\"srcport\":\"34567\",\"transport\":\"UDP\","
                + "\"srcids\":{\"instance\":\"i-0ff\"}}";
        ReadRows read = ReadRows.of(ObjectKind.DNS, "x", query + "\n" + query + "\nno JSON\n" + query);
        assertEquals(3, read.rows.size());
        assertEquals(1, read.rejects.size());
        Map<String, String> row = read.rows.get(2);
        assertEquals("2022-11-10T15:10:00.250Z", row.get("event_time"));
        assertEquals("34567", row.get("source_port"));
        assertEquals("i-0ff", row.get("instance_id"));
        assertEquals("[{\"Rdata\":\"52.1.2.3\",\"Type\":\"A\",\"Class\":\"IN\"}]", row.get("answers"));
        assertEquals(read.rows.get(0).get("event_id"), row.get("event_id"), "one query, delivered twice");
    }
}
