package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The first hour: the trail begins to write, and a job lays out the buckets and the machines whose state and addresses
 * can then be followed. VPC, security groups and roles are older than the archive, so it does not say who made them.
 */
final class Founding implements Part {
    private final World world;

    Founding(World world) {
        this.world = world;
    }

    @Override
    public void act(Instant hour, Journal journal) {
        if (!hour.equals(world.days.start())) {
            return;
        }
        Dice dice = Dice.of(world.seed, "founding");
        Instant begin = world.trailStart().minusSeconds(14);
        Caller caller = Deployments.signIn(dice, begin, world, "infrastructure", journal);
        trail(dice, caller, journal);
        Instant time = world.trailStart().plusSeconds(20);
        for (String bucket : List.of(world.dataBucket, world.listBucket)) {
            journal.add(create(dice, time, caller, bucket));
            time = settings(dice, time.plusSeconds(2), caller, bucket, journal);
        }
        time = settings(dice, time, caller, world.logsBucket, journal);
        journal.add(logsPolicy(dice, time, caller));
        for (String bucket : List.of(world.dataBucket, world.listBucket)) {
            time = time.plusSeconds(2);
            journal.add(accessLogging(dice, time, caller, bucket));
        }
        threatList(dice, time.plusSeconds(2), caller, journal);
        machines(dice, time.plusSeconds(5), caller, journal);
    }

    /** That the trail was made is older than its first record. */
    private void trail(Dice dice, Caller caller, Journal journal) {
        String arn = "arn:aws:cloudtrail:" + World.HOME + ":" + world.account + ":trail/" + World.TRAIL;
        journal.add(new Call(dice, world.trailStart(), caller, "cloudtrail", "StartLogging").request("name", arn));
        Map<String, Object> selector = Json.object(
                "readWriteType",
                "All",
                "includeManagementEvents",
                true,
                "dataResources",
                List.of(Json.object("type", "AWS::S3::Object", "values", List.of(S3.arn(world.dataBucket) + "/"))),
                "excludeManagementEventSources",
                List.of());
        journal.add(new Call(dice, world.trailStart().plusSeconds(3), caller, "cloudtrail", "PutEventSelectors")
                .request("trailName", World.TRAIL, "eventSelectors", List.of(selector))
                .response("trailARN", arn, "eventSelectors", List.of(selector)));
    }

    private Call create(Dice dice, Instant time, Caller caller, String bucket) {
        Call call = S3.bucket(dice, time, caller, world, "CreateBucket", bucket, null);
        call.request.put("x-amz-acl", "private");
        call.request.put("CreateBucketConfiguration", Json.object("LocationConstraint", World.HOME));
        return call;
    }

    private Instant settings(Dice dice, Instant time, Caller caller, String bucket, Journal journal) {
        Call encryption = S3.bucket(dice, time, caller, world, "PutBucketEncryption", bucket, "encryption");
        encryption.request.put("ServerSideEncryptionConfiguration", S3.encryption("AES256", null));
        Call acl = S3.bucket(dice, time.plusSeconds(1), caller, world, "PutBucketAcl", bucket, "acl");
        acl.request.put("AccessControlPolicy", S3.grants(world, false));
        Call tags = S3.bucket(dice, time.plusSeconds(2), caller, world, "PutBucketTagging", bucket, "tagging");
        tags.request.put(
                "Tagging",
                Json.object("TagSet", Json.object("Tag", Json.object("Key", "project", "Value", World.STORY))));
        journal.add(encryption);
        journal.add(acl);
        journal.add(tags);
        return time.plusSeconds(dice.between(3, 6));
    }

    private Call accessLogging(Dice dice, Instant time, Caller caller, String bucket) {
        Call call = S3.bucket(dice, time, caller, world, "PutBucketLogging", bucket, "logging");
        call.request.put(
                "BucketLoggingStatus",
                Json.object(
                        "LoggingEnabled",
                        Json.object("TargetBucket", world.logsBucket, "TargetPrefix", "s3-access/" + bucket + "/")));
        return call;
    }

    private void threatList(Dice dice, Instant time, Caller caller, Journal journal) {
        Call put = S3.object(dice, time, caller, world, world.listBucket, "PutObject", world.threatList());
        put.additional =
                S3.additional(dice, "AuthHeader", world.addresses.attacker().length() + 1, 0);
        journal.add(put);
    }

    private Call logsPolicy(Dice dice, Instant time, Caller caller) {
        Call call = S3.bucket(dice, time, caller, world, "PutBucketPolicy", world.logsBucket, "policy");
        Map<String, Object> trail = Json.object("Service", "cloudtrail.amazonaws.com");
        call.request.put(
                "bucketPolicy",
                Json.object(
                        "Version",
                        "2012-10-17",
                        "Statement",
                        List.of(
                                Json.object(
                                        "Effect",
                                        "Allow",
                                        "Principal",
                                        trail,
                                        "Action",
                                        "s3:GetBucketAcl",
                                        "Resource",
                                        S3.arn(world.logsBucket)),
                                Json.object(
                                        "Effect",
                                        "Allow",
                                        "Principal",
                                        trail,
                                        "Action",
                                        List.of("s3:PutObject"),
                                        "Resource",
                                        S3.arn(world.logsBucket) + "/AWSLogs/*"))));
        return call;
    }

    private void machines(Dice dice, Instant time, Caller caller, Journal journal) {
        Network network = world.network;
        Instant launch = world.web.boots().get(0);
        journal.add(Ec2.allocate(dice, time, caller, world.addresses.nat(), network.natAllocation()));
        journal.add(world.nat);
        journal.add(world.web.nic());
        journal.add(world.maliciousHost.nic());
        journal.add(Ec2.natGateway(dice, time.plusSeconds(3), caller, network));
        journal.add(Ec2.allocate(dice, time.plusSeconds(6), caller, world.addresses.web(), network.webAllocation()));
        journal.add(Ec2.run(dice, launch, caller, world, world.web, World.STORY + ": Compromised Instance"));
        journal.add(Ec2.associate(dice, launch.plus(Duration.ofSeconds(34)), caller, world.web, network));
    }
}
