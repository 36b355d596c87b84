package io.coldtrail.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Walks the chain as CloudTrail's documentation says (log file validation, custom implementation). */
class DigestLogTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void chainHoldsAndNamesEachLogFileOnce() throws Exception {
        Demo.Summary summary = WrittenDemo.summary();
        Map<String, Path> objects = WrittenDemo.files(summary.archive());
        Set<String> named = new HashSet<>();
        int checked = 0;
        for (Map.Entry<String, Path> object : objects.entrySet()) {
            if (!object.getKey().contains("/CloudTrail-Digest/")
                    || !object.getKey().endsWith(".gz")) {
                continue;
            }
            String own = WrittenDemo.unzip(object.getValue());
            JsonNode digest = JSON.readTree(own);
            JsonNode metadata =
                    JSON.readTree(Path.of(object.getValue() + ".metadata.json").toFile());
            assertTrue(signed(digest, own, metadata.get("signature").asText(), summary), "S3's metadata sign it");
            assertEquals(object.getKey(), digest.get("digestS3Object").asText());
            for (JsonNode file : digest.get("logFiles")) {
                String key = file.get("s3Object").asText();
                assertTrue(named.add(key), key);
                assertEquals(
                        sha256(WrittenDemo.unzip(objects.get(key))),
                        file.get("hashValue").asText());
            }
            if (!digest.get("previousDigestS3Object").isNull()) {
                String content = WrittenDemo.unzip(
                        objects.get(digest.get("previousDigestS3Object").asText()));
                JsonNode previous = JSON.readTree(content);
                assertEquals(previous.get("digestEndTime"), digest.get("digestStartTime"));
                assertEquals(
                        sha256(content), digest.get("previousDigestHashValue").asText());
                assertTrue(signed(
                        previous, content, digest.get("previousDigestSignature").asText(), summary));
                checked++;
            }
        }
        // 48 hours in two regions, and the first of each has none before it
        assertTrue(checked >= 2 * 47, "links: " + checked);
        objects.keySet().removeIf(key -> !key.contains("/CloudTrail/"));
        assertEquals(objects.keySet(), named);
    }

    private static boolean signed(JsonNode digest, String content, String signature, Demo.Summary summary)
            throws Exception {
        String text = digest.get("digestEndTime").asText() + "\n"
                + digest.get("digestS3Bucket").asText() + "/"
                + digest.get("digestS3Object").asText() + "\n"
                + sha256(content) + "\n"
                + digest.get("previousDigestSignature").asText("null");
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(key(digest.get("digestPublicKeyFingerprint").asText(), summary));
        check.update(text.getBytes(StandardCharsets.UTF_8));
        return check.verify(HexFormat.of().parseHex(signature));
    }

    private static PublicKey key(String fingerprint, Demo.Summary summary) throws Exception {
        for (JsonNode key :
                JSON.readTree(Files.readString(summary.publicKeys())).get("PublicKeyList")) {
            if (key.get("Fingerprint").asText().equals(fingerprint)) {
                // PKCS#1: SEQUENCE (4 bytes), INTEGER (4), 00 and 256 bytes of modulus, INTEGER (2), exponent
                byte[] der = Base64.getDecoder().decode(key.get("Value").asText());
                BigInteger modulus = new BigInteger(Arrays.copyOfRange(der, 8, 8 + 257));
                BigInteger exponent = new BigInteger(Arrays.copyOfRange(der, 267, der.length));
                return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
            }
        }
        throw new AssertionError("no key " + fingerprint);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
