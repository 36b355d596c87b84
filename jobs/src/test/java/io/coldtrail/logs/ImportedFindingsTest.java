package io.coldtrail.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.archive.ObjectKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImportedFindingsTest {
    private static final String KEY = "AWSLogs/111122223333/GuardDuty/us-west-2/2022/11/09/x.jsonl.gz";

    private static final String GUARDDUTY =
            """
            {"schemaVersion":"2.0","accountId":"111122223333","region":"us-west-2","partition":"aws","id":"16af",\
            "arn":"arn:aws:guardduty:us-west-2:111122223333:detector/d/finding/16af",\
            "type":"UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS","resource":{"resourceType":"AccessKey",\
            "accessKeyDetails":{"accessKeyId":"ASIAX","principalId":"AROAX:i-0ff","userType":"AssumedRole","userName":"app"},\
            "instanceDetails":{"instanceId":"i-0ff"}},"severity":8,"createdAt":"2022-11-09T10:30:00.000Z",\
            "updatedAt":"2022-11-09T10:40:00.000Z","title":"T","description":"D","service":{"serviceName":"guardduty",\
            "action":{"actionType":"AWS_API_CALL","awsApiCallAction":{"api":"GetObject","remoteIpDetails":{"country":{},\
            "ipAddressV4":"203.0.113.7"}}},"resourceRole":"TARGET","eventFirstSeen":"2022-11-09T10:15:32Z",\
            "eventLastSeen":"2022-11-09T10:20:00Z","archived":false,"count":3}}""";

    private static final String ASFF =
            """
            {"SchemaVersion":"2018-10-08","Id":"arn:aws:x/1","ProductArn":"arn:aws:securityhub:us-west-2::product/aws/guardduty",\
            "GeneratorId":"g","AwsAccountId":"111122223333","Types":["TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce"],\
            "FirstObservedAt":"2022-11-09T10:15:32Z","LastObservedAt":"2022-11-09T10:20:00Z","CreatedAt":"2022-11-09T10:30:00.000Z",\
            "UpdatedAt":"2022-11-09T10:40:00.000Z","Severity":{"Product":2,"Normalized":40},"Title":"T","Description":"D",\
            "ProductFields":{"aws/guardduty/service/count":"17","aws/guardduty/service/resourceRole":"TARGET"},\
            "Resources":[{"Type":"AwsEc2Instance","Id":"arn:aws:ec2:us-west-2:111122223333:instance/i-0ff","Region":"us-west-2"},\
            {"Type":"AwsS3Bucket","Id":"arn:aws:s3:::leaky"},{"Type":"AwsS3Bucket","Id":"arn:aws:s3:::other"},\
            {"Type":"AwsIamAccessKey","Id":"AWS::IAM::AccessKey:ASIAX","Details":{"AwsIamAccessKey":{"AccessKeyId":"ASIAX",\
            "PrincipalId":"AROAX","PrincipalName":"app"}}}],"Action":{"ActionType":"PORT_PROBE","PortProbeAction":\
            {"PortProbeDetails":[{"LocalIpDetails":{"IpAddressV4":"10.0.0.15"},"RemoteIpDetails":{"IpAddressV4":"203.0.113.7"}}]}},\
            "RecordState":"ARCHIVED"}""";

    private static Map<String, String> told(ReadRows read) {
        Map<String, String> row = new TreeMap<>(read.rows.get(0));
        List.of("raw", "event_id", "object", "record_index", "record_form", "event_date")
                .forEach(row::remove);
        return row;
    }

    private static Map<String, String> expected(String... namesAndValues) {
        Map<String, String> expected = new TreeMap<>(Map.of(
                "event_time", "2022-11-09T10:20:00Z",
                "account_id", "111122223333",
                "source", "guardduty",
                "title", "T",
                "description", "D",
                "first_seen", "2022-11-09T10:15:32Z",
                "updated_at", "2022-11-09T10:40:00Z",
                "resource_role", "TARGET",
                "access_key_id", "ASIAX",
                "remote_ip", "203.0.113.7"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            expected.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return expected;
    }

    @Test
    void guardDuty() {
        ReadRows read = ReadRows.of(ObjectKind.IMPORTED_FINDINGS, KEY, GUARDDUTY + "\n" + GUARDDUTY + "\n");
        assertEquals(2, read.rows.size());
        assertEquals(
                expected(
                        "aws_region", "us-west-2",
                        "finding_id", "16af",
                        "type", "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
                        "severity", "high",
                        "resource_type", "AccessKey",
                        "resource_id", "ASIAX",
                        "principal_id", "AROAX:i-0ff",
                        "user_name", "app",
                        "instance_id", "i-0ff",
                        "action_type", "AWS_API_CALL",
                        "api", "GetObject",
                        "n", "3",
                        "archived", "false",
                        "record_offset", "0",
                        "record_length", "" + GUARDDUTY.length()),
                told(read));
    }

    @Test
    void securityHub() {
        String envelope =
                "{\"version\":\"0\",\"id\":\"e\",\"detail-type\":\"Security Hub Findings - Imported\",\"source\":"
                        + "\"aws.securityhub\",\"account\":\"111122223333\",\"time\":\"2022-11-09T10:40:00Z\",\"region\":\"us-west-2\","
                        + "\"resources\":[],\"detail\":{\"findings\":[" + ASFF + "]}}";
        ReadRows read = ReadRows.of(ObjectKind.IMPORTED_FINDINGS, "2022/11/09/10/x", envelope + envelope);
        assertEquals(2, read.rows.size());
        assertEquals(List.of(), read.rejects);
        assertEquals(
                expected(
                        "finding_id", "arn:aws:x/1",
                        "product_arn", "arn:aws:securityhub:us-west-2::product/aws/guardduty",
                        "type", "TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce",
                        "severity", "medium",
                        "resource_type", "AwsEc2Instance",
                        "resource_id", "arn:aws:ec2:us-west-2:111122223333:instance/i-0ff",
                        "principal_id", "AROAX",
                        "user_name", "app",
                        "instance_id", "i-0ff",
                        "bucket_name", "leaky",
                        "action_type", "PORT_PROBE",
                        "n", "17",
                        "archived", "true",
                        // of the finding, not of its envelope
                        "record_offset", "" + envelope.indexOf(ASFF),
                        "record_length", "" + ASFF.length()),
                told(read));
        assertEquals(ASFF, read.rows.get(1).get("raw"));
    }

    @Test
    void otherEnvelopes() {
        for (String content : List.of(
                "{\"Findings\":[" + ASFF + "," + GUARDDUTY + "],\"NextToken\":\"x\"}",
                "{\"findings\":[" + ASFF + "," + GUARDDUTY + "]}",
                "[" + ASFF + "," + GUARDDUTY + "]",
                ASFF + "{\"id\":\"e\",\"account\":\"1\",\"detail-type\":\"GuardDuty Finding\",\"detail\":" + GUARDDUTY
                        + "}")) {
            ReadRows read = ReadRows.of(ObjectKind.IMPORTED_FINDINGS, "x", content);
            assertEquals(List.of("arn:aws:x/1", "16af"), read.column("finding_id"), content);
            assertEquals(List.of(), read.rejects);
        }
    }

    @Test
    void severities() {
        String[][] cases = {
            {"\"severity\":0.5", "informational"}, {"\"severity\":2", "low"}, {"\"severity\":3.9", "low"},
            {"\"severity\":4", "medium"}, {"\"severity\":6.9", "medium"}, {"\"severity\":7.0", "high"},
            {"\"severity\":9", "critical"}, {"\"severity\":\"x\"", "-"}, {"\"severity\":{}", "-"}
        };
        for (String[] c : cases) {
            ReadRows read = ReadRows.of(ObjectKind.IMPORTED_FINDINGS, KEY, "{\"accountId\":\"1\"," + c[0] + "}");
            assertEquals(List.of(c[1]), read.column("severity"), c[0]);
        }
        String[][] asff = {
            {"{\"Label\":\"CRITICAL\",\"Normalized\":1}", "critical"},
            {"{\"Normalized\":0}", "informational"},
            {"{\"Normalized\":39}", "low"},
            {"{\"Normalized\":70}", "high"},
            {"{\"Normalized\":90}", "critical"},
            {"7", "-"}
        };
        for (String[] c : asff) {
            ReadRows read = ReadRows.of(
                    ObjectKind.IMPORTED_FINDINGS, "x", "{\"AwsAccountId\":\"1\",\"Severity\":" + c[0] + "}");
            assertEquals(List.of(c[1]), read.column("severity"), c[0]);
        }
    }

    @Test
    void oddShapes() {
        ReadRows read = ReadRows.of(
                ObjectKind.IMPORTED_FINDINGS,
                KEY,
                """
                {"accountId":"1","resource":[],"service":"x","type":[1]}
                {"AwsAccountId":"1","Resources":{},"Types":"x","ProductArn":7,"Action":[[]]}
                {"accountId":"1","severity":1%s}
                {"some":"thing"}
                {"accountId":
                """
                        .formatted("0".repeat(2000)));
        assertEquals(3, read.rows.size());
        assertEquals(
                List.of("not_a_record", "truncated"),
                read.rejects.stream().map(reject -> reject.split(" ")[0]).toList());
    }
}
