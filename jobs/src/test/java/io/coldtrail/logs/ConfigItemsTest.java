package io.coldtrail.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.archive.ObjectKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfigItemsTest {
    private static final String KEY = "AWSLogs/111122223333/Config/us-west-2/2022/11/9/Config%s/"
            + "111122223333_Config_us-west-2_Config%<s_x.json.gz";

    private static String item(String type, String id, String more) {
        return "{\"configurationItemVersion\":\"1.3\",\"configurationItemCaptureTime\":\"2022-11-09T10:15:32.123Z\","
                + "\"configurationItemStatus\":\"OK\",\"configurationStateID\":\"1\",\"availibilityZone\":\"us-west-2a\","
                + "\"resourceType\":\"" + type + "\",\"resourceId\":\"" + id + "\"" + more + "}";
    }

    @Test
    void history() {
        String instance = item(
                "AWS::EC2::Instance",
                "i-0ff",
                ",\"awsAccountId\":\"111122223333\",\"awsRegion\":\"us-west-2\",\"ARN\":\"arn:i\",\"resourceName\":\"web\","
                        + "\"resourceCreationTime\":\"2014-02-26T22:56:35.0000+0000\",\"tags\":{\"a\":\"b\"},\"relatedEvents\":[],"
                        + "\"relationships\":[{\"name\":\"Is contained in Vpc\"}],"
                        + "\"configuration\":{\"publicIpAddress\":\"203.0.113.7\",\"x\":{\"configurationItems\":[1]}},"
                        + "\"supplementaryConfiguration\":{}");
        String deleted = item("AWS::EC2::EIP", "eipalloc-1", ",\"configuration\":null");
        String content = "{\"fileVersion\":\"1.0\",\"requestId\":\"r\",\"configurationItems\":[" + instance + ","
                + item("AWS::RDS::DBInstance", "db", "") + "," + deleted + "]}";
        ReadRows read = ReadRows.of(ObjectKind.CONFIG_ITEMS, KEY.formatted("History"), content);
        Map<String, String> expected = new TreeMap<>(Map.of(
                "event_time", "2022-11-09T10:15:32.123Z",
                "account_id", "111122223333",
                "aws_region", "us-west-2",
                "resource_type", "AWS::EC2::Instance",
                "resource_id", "i-0ff",
                "resource_name", "web",
                "resource_arn", "arn:i",
                "status", "OK",
                "created", "2014-02-26T22:56:35Z",
                "snapshot", "false"));
        expected.putAll(Map.of(
                "configuration", "{\"publicIpAddress\":\"203.0.113.7\",\"x\":{\"configurationItems\":[1]}}",
                "relationships", "[{\"name\":\"Is contained in Vpc\"}]",
                "tags", "{\"a\":\"b\"}",
                "raw", instance,
                "record_offset", "" + content.indexOf(instance)));
        Map<String, String> row = new TreeMap<>(read.rows.get(0));
        List.of("event_id", "object", "record_index", "record_length", "record_form", "event_date")
                .forEach(row::remove);
        assertEquals(expected, row);
        assertEquals(List.of("i-0ff", "eipalloc-1"), read.column("resource_id"));
        assertEquals(List.of("0", "2"), read.column("record_index"));
        assertEquals("-", read.column("configuration").get(1));
        assertEquals(1, read.skipped);
        assertEquals(List.of(), read.rejects);
    }

    @Test
    void otherForms() {
        String api =
                "{\"version\":\"1.3\",\"accountId\":\"111122223333\",\"configurationItemCaptureTime\":1667988932.5,"
                        + "\"configurationItemStatus\":\"ResourceDiscovered\",\"configurationItemMD5Hash\":\"\",\"arn\":\"arn:r\","
                        + "\"resourceType\":\"AWS::IAM::Role\",\"resourceId\":\"AROA\",\"configuration\":\"{\\\"path\\\":\\\"/\\\"}\"}";
        for (String content : List.of(
                "{\"configurationItems\":[" + api + "],\"nextToken\":\"x\"}",
                "{\"baseConfigurationItems\":[" + api + "]}",
                "{\"configSnapshotId\":null,\"configurationItems\":[" + api + "],\"fileVersion\":\"1.0\"}",
                "{\"detail-type\":\"x\",\"detail\":{\"configurationItem\":" + api + "}}",
                api)) {
            ReadRows read = ReadRows.of(ObjectKind.CONFIG_ITEMS, "x", content);
            assertEquals(List.of("2022-11-09T10:15:32.500Z"), read.column("event_time"), content);
            assertEquals(List.of("111122223333"), read.column("account_id"));
            assertEquals(List.of("arn:r"), read.column("resource_arn"));
            assertEquals(List.of("{\"path\":\"/\"}"), read.column("configuration"));
            assertEquals(List.of("false"), read.column("snapshot"), content);
            assertEquals(List.of(api), read.column("raw"));
        }
    }

    @Test
    void snapshots() {
        String item = item("AWS::S3::Bucket", "leaky", "");
        String named = "{\"fileVersion\":\"1.0\",\"configurationItems\":[" + item + "]}";
        assertEquals(
                List.of("true"),
                ReadRows.of(ObjectKind.CONFIG_ITEMS, KEY.formatted("Snapshot"), named)
                        .column("snapshot"));
        String told = "{\"fileVersion\":\"1.0\",\"configSnapshotId\":\"s\",\"configurationItems\":[" + item + "]}";
        assertEquals(
                List.of("true"), ReadRows.of(ObjectKind.CONFIG_ITEMS, "x", told).column("snapshot"));
    }
}
