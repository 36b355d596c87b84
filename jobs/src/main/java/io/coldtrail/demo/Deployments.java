package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Jobs of the code host: each takes the deploy role with its own word, looks at much and changes some, and goes. */
final class Deployments implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double JOBS_AN_OFFICE_HOUR = 1.1;
    /** The nightly check for drift, UTC. */
    private static final int NIGHTLY = 10;
    /** Each day the infrastructure is laid anew then, UTC. */
    private static final int DAILY = 20;

    private static final int READS = 34;
    private static final int WRITES = 9;

    private static final List<String> EC2 = List.of(
            "DescribeVpcs",
            "DescribeSubnets",
            "DescribeSecurityGroups",
            "DescribeRouteTables",
            "DescribeNetworkAcls",
            "DescribeInternetGateways",
            "DescribeNatGateways",
            "DescribeInstances",
            "DescribeLaunchTemplates",
            "DescribeAccountAttributes");
    private static final List<String> IAM = List.of(
            "GetRole", "ListRolePolicies", "ListAttachedRolePolicies", "GetRolePolicy", "ListInstanceProfilesForRole");
    private static final List<String[]> BUCKET = List.of(
            new String[] {"GetBucketLifecycle", "lifecycle", "NoSuchLifecycleConfiguration"},
            new String[] {"GetBucketCors", "cors", "NoSuchCORSConfiguration"},
            new String[] {"GetBucketWebsite", "website", "NoSuchWebsiteConfiguration"},
            new String[] {"GetBucketReplication", "replication", "ReplicationConfigurationNotFoundError"},
            new String[] {"GetBucketVersioning", "versioning", null},
            new String[] {"GetBucketAcl", "acl", null},
            new String[] {"GetBucketEncryption", "encryption", null},
            new String[] {"GetBucketLocation", "location", null});

    private final World world;

    Deployments(World world) {
        this.world = world;
    }

    @Override
    public void act(Instant hour, Journal journal) {
        Dice dice = Dice.of(world.seed, "deployments", hour.getEpochSecond());
        int at = hour.atZone(ZoneOffset.UTC).getHour();
        int jobs = dice.count(JOBS_AN_OFFICE_HOUR * world.scale * Days.officeLoad(hour));
        for (int i = 0; i < jobs; i++) {
            job(dice, hour, service(dice.below(3 * world.scale)), dice.chance(0.5), journal);
        }
        if (at == NIGHTLY || at == DAILY) {
            job(dice, hour, "infrastructure", at == DAILY, journal);
        }
    }

    private static String service(int number) {
        List<String> names = List.of("web", "worker", "reports");
        return names.get(number % 3) + Functions.suffix(number / 3);
    }

    private void job(Dice dice, Instant hour, String repository, boolean applies, Journal journal) {
        Instant time = dice.within(hour, Duration.ofMinutes(52));
        Caller caller = signIn(dice, time, world, repository, journal);
        journal.add(new Call(dice, time.plusSeconds(2), caller, "sts", "GetCallerIdentity"));
        time = time.plusSeconds(dice.between(8, 20));
        for (int i = 0; i < READS; i++) {
            time = time.plusSeconds(dice.below(4));
            journal.add(read(dice, time, caller, repository));
        }
        if (applies) {
            time = time.plusSeconds(dice.between(10, 40));
            for (int i = 0; i < WRITES; i++) {
                time = time.plusSeconds(dice.between(1, 6));
                journal.add(write(dice, time, caller, repository, i));
            }
        }
    }

    /** Returns who the job is from then on. */
    static Caller signIn(Dice dice, Instant time, World world, String repository, Journal journal) {
        String address = Addresses.runner(dice);
        Session session = Session.of(dice, world.deployRole, "GitHubActions", time, HOUR);
        String subject = "repo:" + world.company + "/" + repository + ":ref:refs/heads/main";
        journal.add(Sts.withWebIdentity(dice, session, world.codeProvider, subject, address));
        return Caller.of(session.withProvider(world.codeProvider), address, Agents.TERRAFORM);
    }

    private Call read(Dice dice, Instant time, Caller caller, String repository) {
        String role = world.company + "-" + repository;
        switch (dice.below(8)) {
            case 0, 1, 2 -> {
                return new Call(dice, time, caller, "ec2", dice.pick(EC2)).request("filterSet", Json.object());
            }
            case 3, 4 -> {
                return new Call(dice, time, caller, "iam", dice.pick(IAM)).request("roleName", role);
            }
            case 5 -> {
                String[] setting = dice.pick(BUCKET);
                Call call = S3.bucket(dice, time, caller, world, setting[0], world.dataBucket, setting[1]);
                return setting[2] == null ? call : call.error(setting[2], "The configuration does not exist");
            }
            case 6 -> {
                return new Call(dice, time, caller, "lambda", "GetFunction20150331v2").request("functionName", role);
            }
            default -> {
                return new Call(dice, time, caller, "logs", "DescribeLogGroups")
                        .request("logGroupNamePrefix", "/aws/lambda/" + role);
            }
        }
    }

    private Call write(Dice dice, Instant time, Caller caller, String repository, int number) {
        String name = world.company + "-" + repository;
        return switch (number) {
            case 0 -> new Call(dice, time, caller, "lambda", "UpdateFunctionCode20150331v2")
                    .request(
                            "functionName",
                            name,
                            "s3Bucket",
                            world.company + "-artifacts",
                            "s3Key",
                            dice.hex(40),
                            "publish",
                            true)
                    .response(
                            "functionName", name, "version", "" + dice.between(20, 400), "codeSha256", dice.base64(32));
            case 1 -> new Call(dice, time, caller, "lambda", "UpdateFunctionConfiguration20150331v2")
                    .request("functionName", name, "memorySize", dice.pick(256, 512), "timeout", 30);
            case 2 -> new Call(dice, time, caller, "iam", "PutRolePolicy")
                    .request(
                            "roleName",
                            name,
                            "policyName",
                            "inline",
                            "policyDocument",
                            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\","
                                    + "\"s3:PutObject\"],\"Resource\":\"arn:aws:s3:::" + world.dataBucket + "/*\"}]}");
            case 3 -> new Call(dice, time, caller, "ec2", "CreateLaunchTemplateVersion")
                    .request("CreateLaunchTemplateVersionRequest", Json.object("LaunchTemplateName", name))
                    .response("CreateLaunchTemplateVersionResponse", Json.object("requestId", dice.guid()));
            case 4 -> new Call(dice, time, caller, "autoscaling", "UpdateAutoScalingGroup")
                    .request("autoScalingGroupName", name, "maxSize", dice.between(4, 12));
            case 5 -> new Call(dice, time, caller, "monitoring", "PutMetricAlarm")
                    .request("alarmName", name + "-errors", "threshold", dice.between(1, 20));
            case 6 -> new Call(dice, time, caller, "ssm", "PutParameter")
                    .request(
                            "name",
                            "/" + name + "/version",
                            "type",
                            "String",
                            "overwrite",
                            true,
                            "value",
                            "HIDDEN_DUE_TO_SECURITY_REASONS")
                    .response("version", dice.between(20, 400));
            case 7 -> new Call(dice, time, caller, "logs", "PutRetentionPolicy")
                    .request("logGroupName", "/aws/lambda/" + name, "retentionInDays", 30);
            default -> Ec2.tag(dice, time, caller, world.network.vpc(), "release", dice.hex(7));
        };
    }
}
