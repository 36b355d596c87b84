package io.coldtrail.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Calls of S3, with what S3 adds to each record. */
final class S3 {
    private static final String XML = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final String SCHEMA = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";

    private S3() {}

    /** A call about no bucket in particular. */
    static Call account(Dice dice, Instant time, Caller caller, String api) {
        Call call = new Call(dice, time, caller, "s3", api);
        call.requestId = dice.requestId();
        call.request("Host", call.host);
        call.additional = additional(dice, "AuthHeader", 0, 2_000);
        return call;
    }

    /** A call about a bucket; {@code sub} is the query that names what of it, null for none. */
    static Call bucket(Dice dice, Instant time, Caller caller, World world, String api, String bucket, String sub) {
        Call call = new Call(dice, time, caller, "s3", api);
        call.requestId = dice.requestId();
        call.host = host(bucket);
        call.request("bucketName", bucket, "Host", call.host);
        if (sub != null) {
            call.request.put(sub, "");
        }
        boolean reads = call.readOnly;
        call.additional = additional(dice, "AuthHeader", reads ? 0 : dice.between(200, 600), reads ? 480 : 0);
        call.resource(world.account, "AWS::S3::Bucket", arn(bucket));
        return call;
    }

    static Call get(Dice dice, Instant time, Caller caller, World world, String key, long bytes) {
        Call call = object(dice, time, caller, world, "GetObject", key);
        call.additional = additional(dice, "AuthHeader", 0, bytes);
        return call;
    }

    static Call put(Dice dice, Instant time, Caller caller, World world, String key, long bytes) {
        Call call = object(dice, time, caller, world, "PutObject", key);
        String encryption = world.incident.encryption(time);
        call.additional = additional(dice, "AuthHeader", bytes, 0);
        if (encryption != null) {
            call.additional.put("SSEApplied", encryption.equals("AES256") ? "Default_SSE_S3" : "Default_SSE_KMS");
        }
        if ("aws:kms".equals(encryption)) {
            call.response(
                    "x-amz-server-side-encryption",
                    encryption,
                    "x-amz-server-side-encryption-aws-kms-key-id",
                    world.dataKey);
        } else if (encryption != null) {
            call.response("x-amz-server-side-encryption", encryption);
        }
        return call;
    }

    /** A download by a link that someone signed: their key, a stranger's address. */
    static Call presigned(Dice dice, Instant time, Caller signer, World world, String key, long bytes, Instant signed) {
        Call call = object(dice, time, signer, world, "GetObject", key);
        call.request.put("X-Amz-Date", signed.toString().replace("-", "").replace(":", ""));
        call.request.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        call.request.put("X-Amz-SignedHeaders", "host");
        call.request.put("X-Amz-Expires", "3600");
        call.additional = additional(dice, "QueryString", 0, bytes);
        return call;
    }

    static Call object(Dice dice, Instant time, Caller caller, World world, String api, String key) {
        return object(dice, time, caller, world, world.dataBucket, api, key);
    }

    static Call object(Dice dice, Instant time, Caller caller, World world, String bucket, String api, String key) {
        Call call = new Call(dice, time, caller, "s3", api);
        call.requestId = dice.requestId();
        call.data = true;
        call.recorded = bucket.equals(world.dataBucket);
        call.host = host(bucket);
        call.request("bucketName", bucket, "Host", call.host, "key", key);
        call.resources = List.of(
                Json.object("type", "AWS::S3::Object", "ARN", arn(bucket) + "/" + key),
                Json.object("accountId", world.account, "type", "AWS::S3::Bucket", "ARN", arn(bucket)));
        return call;
    }

    /** Refused; S3 says no more than this. */
    static Call denied(Dice dice, Call call) {
        call.additional = additional(dice, "AuthHeader", 0, 243);
        return call.error("AccessDenied", "Access Denied");
    }

    /** Without a signature. */
    static Call anonymous(Dice dice, Call call, long bytes) {
        Map<String, Object> additional = additional(dice, "AuthHeader", 0, bytes);
        additional.remove("SignatureVersion");
        additional.remove("AuthenticationMethod");
        call.additional = additional;
        return call;
    }

    static Map<String, Object> grants(World world, boolean everyoneReads) {
        Map<String, Object> owner = grant(
                Json.object("xsi:type", "CanonicalUser", "xmlns:xsi", SCHEMA, "ID", world.canonicalId), "FULL_CONTROL");
        Map<String, Object> everyone =
                grant(Json.object("xsi:type", "Group", "xmlns:xsi", SCHEMA, "URI", ALL_USERS), "READ");
        return Json.object(
                "Owner",
                Json.object("ID", world.canonicalId),
                "AccessControlList",
                // one grant is an object, several are a list: so does XML become JSON
                Json.object("Grant", everyoneReads ? List.of(owner, everyone) : owner),
                "xmlns",
                XML);
    }

    private static Map<String, Object> grant(Map<String, Object> grantee, String permission) {
        return Json.object("Grantee", grantee, "Permission", permission);
    }

    /** @param key ARN of the key, null where S3's own serves */
    static Map<String, Object> encryption(String algorithm, String key) {
        Map<String, Object> byDefault = Json.object("SSEAlgorithm", algorithm);
        if (key != null) {
            byDefault.put("KMSMasterKeyID", key);
        }
        return Json.object("xmlns", XML, "Rule", Json.object("ApplyServerSideEncryptionByDefault", byDefault));
    }

    static String arn(String bucket) {
        return "arn:aws:s3:::" + bucket;
    }

    private static String host(String bucket) {
        return bucket + ".s3." + World.HOME + ".amazonaws.com";
    }

    static Map<String, Object> additional(Dice dice, String method, long in, long out) {
        return Json.object(
                "SignatureVersion",
                "SigV4",
                "CipherSuite",
                "ECDHE-RSA-AES128-GCM-SHA256",
                "bytesTransferredIn",
                in,
                "AuthenticationMethod",
                method,
                "x-amz-id-2",
                dice.base64(56),
                "bytesTransferredOut",
                out);
    }
}
