package io.coldtrail.detect.buckets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.Rows;
import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets followed through the archive: what is known of them, and from when. */
class BucketStatesTest extends SparkTest {
    private static final String EVERYONE_READS =
            """
            {"AccessControlPolicy":{"AccessControlList":{"Grant":[
              {"Grantee":{"xsi:type":"CanonicalUser","ID":"79a5"},"Permission":"FULL_CONTROL"},
              {"Grantee":{"xsi:type":"Group","URI":"http://acs.amazonaws.com/groups/global/AllUsers"},"Permission":"READ"}]}}}
            """;
    private static final String ALL_BLOCKED =
            """
            {"accountId":"111122223333","PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,
             "BlockPublicPolicy":true,"RestrictPublicBuckets":true}}
            """;
    private static final String EVERYONE_GETS =
            """
            {"bucketPolicy":{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}}}
            """;

    @TempDir
    Path folder;

    private final Rows calls = Rows.of("cloudtrail");
    private Case kase;

    @BeforeEach
    void open() {
        kase = new Case(session(), folder.resolve("case").toString());
    }

    private void call(String time, String name, String bucket, String request) {
        call(time, name, bucket, request, null);
    }

    private void call(String time, String name, String bucket, String request, String error) {
        calls.add(
                "event_time",
                time,
                "event_source",
                "s3.amazonaws.com",
                "event_name",
                name,
                "outcome",
                error == null ? "success" : "denied",
                "error_code",
                error,
                "account_id",
                "111122223333",
                "aws_region",
                "us-west-2",
                "user_arn",
                "arn:aws:sts::111122223333:assumed-role/web/i-1",
                "bucket_name",
                bucket,
                "request_parameters",
                request);
    }

    private void write() {
        kase.replace("cloudtrail", calls.list());
        BucketStates.write(kase);
    }

    /** From, change and the columns asked for, state by state. */
    private List<String> states(String bucket, String... columns) {
        return kase
                .table("bucket_states")
                .where("bucket_name = '" + bucket + "'")
                .orderBy("valid_from")
                .collectAsList()
                .stream()
                .map(row -> text(row, columns))
                .toList();
    }

    private static String text(Row row, String... columns) {
        StringBuilder text = new StringBuilder();
        text.append(time(row, "valid_from")).append(' ').append((Object) row.getAs("change"));
        for (String column : columns) {
            text.append(' ').append((Object) row.getAs(column));
        }
        return text.toString();
    }

    private static Instant time(Row row, String column) {
        Timestamp time = row.getAs(column);
        return time == null ? null : time.toInstant();
    }

    @Test
    void aBucketMadeInTheArchive() {
        call("2022-11-08T10:00:00Z", "CreateBucket", "data", "{\"x-amz-acl\":\"private\"}");
        call(
                "2022-11-08T10:00:02Z",
                "PutBucketEncryption",
                "data",
                "{\"ServerSideEncryptionConfiguration\":{\"Rule\":{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"}}}}");
        call("2022-11-09T15:00:00Z", "DeleteBucketEncryption", "data", "{}");
        call("2022-11-09T15:00:20Z", "PutBucketAcl", "data", EVERYONE_READS);
        call("2022-11-09T15:30:00Z", "PutBucketAcl", "data", EVERYONE_READS);
        call("2022-11-09T16:00:00Z", "PutBucketPolicy", "data", EVERYONE_GETS.formatted("data"), "AccessDenied");
        call("2022-11-09T17:00:00Z", "PutBucketAcl", "data", "{\"x-amz-acl\":[\"private\"]}");
        call(
                "2022-11-09T17:00:30Z",
                "PutBucketEncryption",
                "data",
                "{\"ServerSideEncryptionConfiguration\":{\"Rule\":{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\",\"KMSMasterKeyID\":\"k\"}}}}");
        call("2022-11-09T17:30:00Z", "PutObject", "data", "{}");
        write();

        assertEquals(
                List.of(
                        "2022-11-08T10:00:00Z CreateBucket no no no none  ObjectWriter",
                        "2022-11-08T10:00:02Z PutBucketEncryption no no no AES256  ObjectWriter",
                        "2022-11-09T15:00:00Z DeleteBucketEncryption no no no none  ObjectWriter",
                        // READ of a bucket lets list, not get
                        "2022-11-09T15:00:20Z PutBucketAcl yes no no none READ ObjectWriter",
                        "2022-11-09T17:00:00Z PutBucketAcl no no no none  ObjectWriter",
                        "2022-11-09T17:00:30Z PutBucketEncryption no no no aws:kms  ObjectWriter"),
                states(
                        "data",
                        "public_list",
                        "public_get",
                        "public_put",
                        "encryption",
                        "acl_grants",
                        "object_ownership"));
        Row open = kase.table("bucket_states").where("public_list = 'yes'").first();
        assertEquals("2022-11-09T17:00:00Z", time(open, "valid_to").toString());
        assertEquals("arn:aws:sts::111122223333:assumed-role/web/i-1", open.getAs("changed_by"));
        assertEquals(3, (int) open.getAs("record_index"));
        assertEquals("cloudtrail", open.getAs("log"));
        assertEquals("111122223333", open.getAs("account_id"));
        assertEquals(1, kase.table("bucket_states").where("valid_to IS NULL").count());
    }

    @Test
    void whatWasBeforeTheArchiveIsUnknownNotPrivate() {
        call(
                "2022-11-08T10:00:00Z",
                "PutBucketVersioning",
                "old",
                "{\"VersioningConfiguration\":{\"Status\":\"Enabled\"}}");
        call("2022-11-08T11:00:00Z", "GetBucketPolicy", "old", "{}", "NoSuchBucketPolicy");
        call("2022-11-08T12:00:00Z", "PutBucketPublicAccessBlock", "old", ALL_BLOCKED);
        call("2022-11-08T13:00:00Z", "DeleteBucket", "old", "{}");
        write();

        assertEquals(
                List.of(
                        "null null unknown unknown unknown null null",
                        "2022-11-08T10:00:00Z PutBucketVersioning unknown unknown unknown null Enabled",
                        "2022-11-08T11:00:00Z GetBucketPolicy unknown no unknown null Enabled",
                        "2022-11-08T12:00:00Z PutBucketPublicAccessBlock no no no null Enabled"),
                states("old", "public_list", "public_get", "public_put", "encryption", "versioning"));
        assertTrue(kase.table("bucket_states").where("valid_to IS NULL").isEmpty(), "the bucket is gone");
    }

    @Test
    void theStricterOfBucketAndAccountCounts() {
        call("2022-11-08T10:00:00Z", "CreateBucket", "one", "{\"x-amz-acl\":\"public-read-write\"}");
        call("2022-11-08T10:00:01Z", "CreateBucket", "two", "{}");
        call("2022-11-08T10:00:02Z", "PutBucketPolicy", "two", EVERYONE_GETS.formatted("two"));
        call(
                "2022-11-08T10:00:03Z",
                "PutBucketOwnershipControls",
                "two",
                "{\"OwnershipControls\":{\"Rule\":{\"ObjectOwnership\":\"BucketOwnerEnforced\"}}}");
        call("2022-11-08T11:00:00Z", "PutAccountPublicAccessBlock", null, ALL_BLOCKED);
        call("2022-11-08T12:00:00Z", "DeleteAccountPublicAccessBlock", null, "{\"accountId\":\"111122223333\"}");
        call(
                "2022-11-08T13:00:00Z",
                "PutBucketOwnershipControls",
                "one",
                "{\"OwnershipControls\":{\"Rule\":{\"ObjectOwnership\":\"BucketOwnerEnforced\"}}}");
        write();

        assertEquals(
                List.of(
                        "2022-11-08T10:00:00Z CreateBucket yes no yes null",
                        "2022-11-08T11:00:00Z PutAccountPublicAccessBlock no no no true",
                        "2022-11-08T12:00:00Z DeleteAccountPublicAccessBlock yes no yes false",
                        "2022-11-08T13:00:00Z PutBucketOwnershipControls no no no false"),
                states("one", "public_list", "public_get", "public_put", "ignore_public_acls"));
        assertEquals(
                List.of(
                        "2022-11-08T10:00:01Z CreateBucket no no ",
                        "2022-11-08T10:00:02Z PutBucketPolicy no yes get",
                        "2022-11-08T10:00:03Z PutBucketOwnershipControls no yes get",
                        "2022-11-08T11:00:00Z PutAccountPublicAccessBlock no no get",
                        "2022-11-08T12:00:00Z DeleteAccountPublicAccessBlock no yes get"),
                states("two", "public_list", "public_get", "policy_public"));
    }

    @Test
    void defaultsGoByTheDate() {
        call("2022-12-20T10:00:00Z", "CreateBucket", "before", "{}");
        call("2023-06-01T10:00:00Z", "CreateBucket", "after", "{}");
        call("2023-06-01T11:00:00Z", "DeleteBucketEncryption", "after", "{}");
        call("2023-06-01T12:00:00Z", "DeleteBucketPublicAccessBlock", "after", "{}");
        write();

        assertEquals(
                List.of(
                        "2022-12-20T10:00:00Z CreateBucket none ObjectWriter",
                        "2023-01-05T00:00:00Z S3 encrypts by default AES256 ObjectWriter"),
                states("before", "encryption", "object_ownership"));
        assertEquals(
                List.of(
                        "2023-06-01T10:00:00Z CreateBucket AES256 BucketOwnerEnforced no no",
                        "2023-06-01T12:00:00Z DeleteBucketPublicAccessBlock AES256 BucketOwnerEnforced no no"),
                states("after", "encryption", "object_ownership", "public_list", "public_get"));
    }

    @Test
    void configTellsAllAtOnce() {
        call("2022-11-09T15:00:00Z", "PutBucketAcl", "data", EVERYONE_READS);
        kase.replace(
                "config_items",
                Rows.of("config_items")
                        .add(
                                "event_time",
                                "2022-11-08T00:00:00Z",
                                "account_id",
                                "111122223333",
                                "aws_region",
                                "us-west-2",
                                "resource_type",
                                "AWS::S3::Bucket",
                                "resource_name",
                                "data",
                                "status",
                                "OK",
                                "supplementary_configuration",
                                """
                                {"AccessControlList":"{\\"grantSet\\":null,\\"grantList\\":[{\\"grantee\\":{\\"id\\":\\"79a5\\"},\\"permission\\":\\"FullControl\\"}]}",
                                 "BucketPolicy":{"policyText":"{\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":\\"*\\",\\"Action\\":\\"s3:GetObject\\",\\"Resource\\":\\"arn:aws:s3:::data/*\\"}]}"},
                                 "ServerSideEncryptionConfiguration":{"rules":[{"applyServerSideEncryptionByDefault":{"sseAlgorithm":"AES256","kmsMasterKeyID":null}}]},
                                 "BucketVersioningConfiguration":{"status":"Off"},
                                 "OwnershipControls":{"rules":[{"objectOwnership":"ObjectWriter"}]}}
                                """)
                        .add(
                                "event_time",
                                "2022-11-08T00:00:01Z",
                                "account_id",
                                "111122223333",
                                "resource_type",
                                "AWS::S3::AccountPublicAccessBlock",
                                "resource_id",
                                "111122223333",
                                "status",
                                "OK",
                                "configuration",
                                "{\"blockPublicAcls\":false,\"ignorePublicAcls\":false,\"blockPublicPolicy\":true,\"restrictPublicBuckets\":true}")
                        .add(
                                "event_time",
                                "2022-11-09T15:06:00Z",
                                "resource_type",
                                "AWS::S3::Bucket",
                                "resource_name",
                                "data",
                                "status",
                                "OK",
                                "supplementary_configuration",
                                """
                                {"AccessControlList":"{\\"grantList\\":[{\\"grantee\\":\\"AllUsers\\",\\"permission\\":\\"Read\\"}]}",
                                 "BucketPolicy":{"policyText":null},
                                 "ServerSideEncryptionConfiguration":{"rules":[{"applyServerSideEncryptionByDefault":{"sseAlgorithm":"AES256","kmsMasterKeyID":null}}]}}
                                """)
                        .list());
        write();

        assertEquals(
                List.of(
                        "null null unknown unknown null null config null",
                        "2022-11-08T00:00:00Z ConfigurationItem no unknown AES256 none config get",
                        "2022-11-08T00:00:01Z ConfigurationItem no no AES256 none config get",
                        "2022-11-09T15:00:00Z PutBucketAcl yes no AES256 none cloudtrail get",
                        "2022-11-09T15:06:00Z ConfigurationItem yes no AES256 none config "),
                states("data", "public_list", "public_get", "encryption", "versioning", "log", "policy_public").stream()
                        .map(s -> s.replace("config_items", "config").replaceFirst("null null$", "config null"))
                        .toList());
    }

    @Test
    void anItemThatLagsBehindACallAddsNothing() {
        call("2022-11-09T00:00:00Z", "CreateBucket", "data", "{}");
        call("2022-11-10T15:10:02Z", "DeleteBucketEncryption", "data", "{}");
        call("2022-11-10T15:10:22Z", "PutBucketAcl", "data", EVERYONE_READS);
        call("2022-11-10T17:16:00Z", "PutBucketAcl", "data", "{\"x-amz-acl\":[\"private\"]}");
        Rows items = Rows.of("config_items");
        // after the first change, before the second was seen; then two that say what is known; the last one differs
        item(items, "2022-11-10T15:11:29Z", false);
        item(items, "2022-11-10T15:11:51Z", true);
        item(items, "2022-11-10T16:40:00Z", true);
        item(items, "2022-11-10T17:17:00Z", true);
        item(items, "2022-11-10T19:00:00Z", true);
        kase.replace("config_items", items.list());
        write();

        assertEquals(
                List.of(
                        "2022-11-09T00:00:00Z CreateBucket no no",
                        "2022-11-10T15:10:22Z PutBucketAcl yes no",
                        "2022-11-10T17:16:00Z PutBucketAcl no no",
                        "2022-11-10T19:00:00Z ConfigurationItem unknown no"),
                states("data", "public_list", "public_get"));
    }

    @Test
    void anItemThatLagsBehindADeletedBucketDoesNotBringItBack() {
        call("2022-11-09T00:00:00Z", "CreateBucket", "data", "{}");
        call("2022-11-10T15:00:00Z", "DeleteBucket", "data", "{}");
        Rows items = Rows.of("config_items");
        item(items, "2022-11-10T15:01:00Z", false);
        kase.replace("config_items", items.list());
        write();

        assertEquals(List.of("2022-11-09T00:00:00Z CreateBucket"), states("data"));
    }

    private static void item(Rows items, String time, boolean everyoneReads) {
        items.add(
                "event_time",
                time,
                "account_id",
                "111122223333",
                "resource_type",
                "AWS::S3::Bucket",
                "resource_name",
                "data",
                "status",
                "OK",
                "supplementary_configuration",
                "{\"AccessControlList\":{\"grantList\":["
                        + (everyoneReads ? "{\"grantee\":\"AllUsers\",\"permission\":\"Read\"}" : "")
                        + "]},\"BucketPolicy\":{\"policyText\":null}}");
    }
}
