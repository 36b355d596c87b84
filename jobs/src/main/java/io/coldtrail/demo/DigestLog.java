package io.coldtrail.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One region's digests: each hour one object that names the log files delivered in that hour with their hashes, and the
 * digest before it with its hash and signature. Also for hours without logs.
 */
final class DigestLog {
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration HOUR = Duration.ofHours(1);
    /** Keys are good for longer than the days they are asked for. */
    private static final Duration KEY_MARGIN = Duration.ofDays(20);

    private final World world;
    private final String region;
    private final ArchiveFolder archive;
    private final DigestSigner signer;
    private final List<Map<String, Object>> files = new ArrayList<>();
    private Instant start;
    private Instant oldest;
    private Instant newest;
    private String previousKey;
    private String previousHash;
    private String previousSignature;

    DigestLog(World world, String region, ArchiveFolder archive) {
        this.world = world;
        this.region = region;
        this.archive = archive;
        signer = new DigestSigner(world.seed, region);
        start = world.trailStart();
    }

    /** A log file was delivered. */
    void add(String key, byte[] content, Instant oldestEvent, Instant newestEvent) {
        files.add(Json.object(
                "s3Bucket",
                world.logsBucket,
                "s3Object",
                key,
                "hashValue",
                Records.sha256(content),
                "hashAlgorithm",
                "SHA-256",
                "newestEventTime",
                newestEvent.toString(),
                "oldestEventTime",
                oldestEvent.toString()));
        oldest = oldest == null || oldestEvent.isBefore(oldest) ? oldestEvent : oldest;
        newest = newest == null || newestEvent.isAfter(newest) ? newestEvent : newest;
    }

    /** Writes the digest of the hour that is over by then. */
    void advance(Instant now) throws IOException {
        while (!start.plus(HOUR).isAfter(now)) {
            write();
        }
    }

    /** Writes the last digest. */
    void close() throws IOException {
        write();
    }

    Map<String, Object> publicKey() {
        return Json.object(
                "Value", signer.publicKey(),
                "Fingerprint", signer.fingerprint(),
                "ValidityStartTime", world.days.start().minus(KEY_MARGIN).toString(),
                "ValidityEndTime", world.days.end().plus(KEY_MARGIN).toString());
    }

    private void write() throws IOException {
        Instant end = start.plus(HOUR);
        String key = "AWSLogs/" + world.account + "/CloudTrail-Digest/" + region + "/" + FOLDER.format(end) + "/"
                + world.account + "_CloudTrail-Digest_" + region + "_" + World.TRAIL + "_" + World.HOME + "_"
                + SECOND.format(end) + ".json.gz";
        Map<String, Object> digest = Json.object(
                "awsAccountId",
                world.account,
                "digestStartTime",
                start.toString(),
                "digestEndTime",
                end.toString(),
                "digestS3Bucket",
                world.logsBucket,
                "digestS3Object",
                key,
                "digestPublicKeyFingerprint",
                signer.fingerprint(),
                "digestSignatureAlgorithm",
                "SHA256withRSA",
                "newestEventTime",
                newest == null ? null : newest.toString(),
                "oldestEventTime",
                oldest == null ? null : oldest.toString(),
                "previousDigestS3Bucket",
                previousKey == null ? null : world.logsBucket,
                "previousDigestS3Object",
                previousKey,
                "previousDigestHashValue",
                previousHash,
                "previousDigestHashAlgorithm",
                previousKey == null ? null : "SHA-256",
                "previousDigestSignature",
                previousSignature,
                "logFiles",
                List.copyOf(files));
        byte[] content = Json.text(digest).getBytes(StandardCharsets.UTF_8);
        archive.put(key, content);
        String hash = Records.sha256(content);
        previousSignature = signer.sign(String.join(
                "\n", end.toString(), world.logsBucket + "/" + key, hash, String.valueOf(previousSignature)));
        archive.metadata(key, Json.object("signature", previousSignature, "signature-algorithm", "SHA256withRSA"));
        previousKey = key;
        previousHash = hash;
        start = end;
        files.clear();
        oldest = null;
        newest = null;
    }
}
