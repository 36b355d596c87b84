package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** What AWS's services do in the account by themselves. */
final class AwsServices implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int CONFIG_CALLS_AN_HOUR = 7;
    /** Hours between two looks of GuardDuty at its list. */
    private static final int LIST_EVERY = 4;

    private static final int TABLE_CALLS_AN_HOUR = 4;
    private static final List<String> CONFIG_EC2 = List.of(
            "DescribeInstances",
            "DescribeNetworkInterfaces",
            "DescribeSecurityGroups",
            "DescribeVolumes",
            "DescribeAddresses",
            "DescribeSubnets",
            "DescribeRouteTables");
    private static final List<String> CONFIG_S3 =
            List.of("GetBucketAcl", "GetBucketPolicy", "GetBucketVersioning", "GetBucketLogging", "GetBucketTagging");

    private final World world;
    private final Role config;

    AwsServices(World world) {
        this.world = world;
        config = Role.linked(world, "config", "AWSServiceRoleForConfig");
    }

    @Override
    public void act(Instant hour, Journal journal) {
        Dice dice = Dice.of(world.seed, "services", hour.getEpochSecond());
        Session recorder = Session.of(dice, config, "AWSConfig-Describe", hour.plusSeconds(dice.between(5, 300)), HOUR);
        journal.add(Sts.forService(dice, recorder, "config"));
        Session unkeyed = recorder.withKey(null);
        int calls = dice.count(CONFIG_CALLS_AN_HOUR * world.scale);
        for (int i = 0; i < calls; i++) {
            Instant time = recorder.created().plusSeconds(dice.between(1, 3_200));
            journal.add(config(dice, time, Caller.forwarded(unkeyed, "config")));
        }
        Call acl = S3.bucket(
                dice,
                dice.within(hour, HOUR),
                Caller.service("cloudtrail"),
                world,
                "GetBucketAcl",
                world.logsBucket,
                "acl");
        journal.add(acl);
        int tables = dice.count(TABLE_CALLS_AN_HOUR * world.scale);
        for (int i = 0; i < tables; i++) {
            journal.add(Kms.decrypt(
                    dice,
                    dice.within(hour, HOUR),
                    world,
                    Caller.service("dynamodb"),
                    "aws:dynamodb:tableName",
                    world.company + "-" + dice.pick("carts", "sessions", "stock")));
        }
        if (hour.atZone(ZoneOffset.UTC).getHour() % LIST_EVERY == 1) {
            journal.add(readList(dice, dice.within(hour, HOUR)));
        }
        if (dice.chance(0.2)) {
            journal.add(rotation(dice, dice.within(hour, HOUR)));
        }
    }

    /** GuardDuty looks whether its list has changed. */
    private Call readList(Dice dice, Instant time) {
        Session session = Session.of(
                dice, Role.linked(world, "guardduty", "AWSServiceRoleForAmazonGuardDuty"), "GuardDuty", time, HOUR);
        Call call = S3.object(
                dice,
                time,
                Caller.forwarded(session, "guardduty"),
                world,
                world.listBucket,
                "GetObject",
                world.threatList());
        call.additional =
                S3.additional(dice, "AuthHeader", 0, world.addresses.attacker().length() + 1);
        return call;
    }

    private Call config(Dice dice, Instant time, Caller caller) {
        Call call;
        switch (dice.below(4)) {
            case 0 -> {
                String bucket = dice.pick(world.dataBucket, world.listBucket, world.logsBucket);
                String api = dice.pick(CONFIG_S3);
                call = S3.bucket(
                        dice, time, caller, world, api, bucket, api.substring(9).toLowerCase(Locale.ROOT));
                if (api.equals("GetBucketPolicy") && !bucket.equals(world.logsBucket)) {
                    call.error("NoSuchBucketPolicy", "The bucket policy does not exist");
                }
            }
            case 1 -> call = new Call(dice, time, caller, "iam", dice.pick("ListRoles", "ListUsers", "ListPolicies"))
                    .request("maxItems", dice.chance(0.5) ? 100 : "100");
            default -> call =
                    new Call(dice, time, caller, "ec2", dice.pick(CONFIG_EC2)).request("filterSet", Json.object());
        }
        if (dice.chance(0.03)) {
            call.error("ThrottlingException", "Rate exceeded");
        }
        return call;
    }

    /** An event of the service itself: its identity has no type, and no request led to it. */
    private Call rotation(Dice dice, Instant time) {
        Json.Raw identity =
                Json.raw(Json.object("accountId", world.account, "invokedBy", "secretsmanager.amazonaws.com"));
        Caller service = Caller.of(identity, "secretsmanager.amazonaws.com", "secretsmanager.amazonaws.com");
        Call call = new Call(dice, time, service, "secretsmanager", "EndSecretVersionDelete");
        call.type = "AwsServiceEvent";
        call.requestId = null;
        call.serviceDetails = Json.object("SecretVersionId", dice.guid());
        return call;
    }
}
