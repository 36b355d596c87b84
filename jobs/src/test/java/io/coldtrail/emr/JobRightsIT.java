package io.coldtrail.emr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job role's rights are enough: the job jar investigates as that role, where all else is refused. Of S3 alone: moto
 * asks for no right to a key, and nothing is registered with Glue.
 */
@Tag("variations")
class JobRightsIT {
    private static final String RECORD =
            """
            {"eventVersion": "1.08", "userIdentity": {"type": "IAMUser", "principalId": "AIDAEXAMPLE",
             "arn": "arn:aws:iam::111122223333:user/a", "accountId": "111122223333", "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
             "userName": "a"}, "eventTime": "2026-03-14T00:00:00Z", "eventSource": "iam.amazonaws.com",
             "eventName": "ListUsers", "awsRegion": "us-east-1", "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli",
             "eventID": "00000000-0000-0000-0000-000000000001", "eventType": "AwsApiCall",
             "recipientAccountId": "111122223333", "requestParameters": null, "responseElements": null}
            """;

    @TempDir
    Path dir;

    @Test
    void theJobReadsTheArchiveAndWritesItsCaseAndCanDoNothingElse() throws IOException {
        AwsDouble aws = new AwsDouble(dir);
        assertEquals(
                0, aws.deploy("rights", "ArchiveBuckets=arn:aws:s3:::acme-logs").exit());
        JsonNode outputs = aws.deployed("rights").path("outputs");
        String bucket = outputs.path("CaseBucket").asText();
        Files.writeString(dir.resolve("log.json"), "{\"Records\": [" + RECORD + "]}");
        String key = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/14/"
                + "111122223333_CloudTrail_us-east-1_20260314T0005Z_abcdefgh12345678.json";
        assertEquals(0, aws.type("aws s3 cp log.json s3://acme-logs/" + key).exit());
        // the SDK of this Hadoop refuses to copy what KMS encrypted over plain HTTP, which is all that the double
        // speaks
        assertEquals(
                0,
                aws.type("aws s3api delete-bucket-encryption --bucket " + bucket)
                        .exit());
        Map<String, String> role = role(aws, outputs.path("JobRole").asText());
        aws.askForRights();

        for (String refused : new String[] {
            "aws s3 rm s3://acme-logs/" + key,
            "aws s3 cp log.json s3://acme-logs/" + key,
            "aws s3 cp log.json s3://" + bucket + "/coldtrail/coldtrail.jar",
            "aws s3api delete-bucket-policy --bucket " + bucket,
            "aws iam list-roles"
        }) {
            assertNotEquals(0, aws.type(role, refused).exit(), refused);
        }
        AwsDouble.Output said = aws.type(
                role,
                Path.of("../coldtrail").toRealPath() + " investigate s3://acme-logs/AWSLogs --case s3://" + bucket
                        + "/cases/c1");
        assertEquals(0, said.exit(), said.err());
        assertTrue(said.out().contains("1 records"), said.out());
    }

    private static Map<String, String> role(AwsDouble aws, String arn) throws IOException {
        JsonNode credentials = new ObjectMapper()
                .readTree(aws.type("aws sts assume-role --role-session-name job --role-arn " + arn)
                        .out())
                .path("Credentials");
        return Map.of(
                "AWS_ACCESS_KEY_ID", credentials.path("AccessKeyId").asText(),
                "AWS_SECRET_ACCESS_KEY", credentials.path("SecretAccessKey").asText(),
                "AWS_SESSION_TOKEN", credentials.path("SessionToken").asText(),
                "AWS_REGION", "us-east-1");
    }
}
