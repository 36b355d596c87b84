package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The attacker, on the machine and off it, with the key of the machine's role. What they do is what the attack of
 * aws-samples/aws-scaling-threat-detection-workshop does (templates/02-attack-simulation.yml), in its order; the
 * first call, to see whose the key is, is what a thief does first.
 */
final class Intruder implements Part {
    private static final Duration HOUR = Duration.ofHours(1);

    private final World world;
    private final Session stolen;
    private final List<Call> calls = new ArrayList<>();

    Intruder(World world) {
        this.world = world;
        stolen = stolen(world);
        onMachine(Dice.of(world.seed, "intruder on the machine"));
        fromOutside(Dice.of(world.seed, "intruder outside"));
    }

    /** The session whose key is copied. */
    static Session stolen(World world) {
        return world.web.session(world.incident.guessed());
    }

    @Override
    public void act(Instant hour, Journal journal) {
        for (Call call : calls) {
            if (!call.time.isBefore(hour) && call.time.isBefore(hour.plus(HOUR))) {
                journal.add(call.by(Call.By.ATTACKER));
            }
        }
    }

    private void onMachine(Dice dice) {
        Incident incident = world.incident;
        Caller caller = Caller.on(world.web, stolen, Agents.ATTACKER);
        Instant time = incident.planted();
        for (Loot loot : Loot.values()) {
            calls.add(global(S3.put(dice, time, caller, world, loot.key, loot.bytes)));
            time = time.plusSeconds(dice.between(2, 5));
        }
        calls.add(global(S3.bucket(
                dice,
                incident.encryptionRemoved(),
                caller,
                world,
                "DeleteBucketEncryption",
                world.dataBucket,
                "encryption")));
        Call acl = S3.bucket(dice, incident.publicFrom(), caller, world, "PutBucketAcl", world.dataBucket, "acl");
        acl.request.put("AccessControlPolicy", S3.grants(world, true));
        calls.add(global(acl));
        time = incident.publicFrom().plusSeconds(dice.between(8, 25));
        calls.add(global(S3.put(dice, time, caller, world, Loot.PASSWORDS.key, Loot.PASSWORDS.bytes)));
        for (String name : List.of("Superman", "Batman")) {
            time = time.plusSeconds(dice.between(4, 20));
            calls.add(new Call(dice, time, caller, "iam", "CreateUser")
                    .denied(stolen.arn(), "iam:CreateUser", "arn:aws:iam::" + world.account + ":user/" + name));
        }
    }

    /** An old command line that was told no region asks S3 by its global name. */
    private static Call global(Call call) {
        call.host = call.host.replace("s3." + World.HOME, "s3");
        call.request.put("Host", call.host);
        return call;
    }

    private void fromOutside(Dice dice) {
        Caller caller = Caller.on(world.maliciousHost, stolen, Agents.ATTACKER);
        Instant first = world.incident.firstUse();
        calls.add(new Call(dice, first, caller, "sts", "GetCallerIdentity"));
        // a call with an expired key leaves no record
        for (Instant round = world.incident.loop();
                round.plusSeconds(15).isBefore(stolen.expires());
                round = round.plus(Incident.ROUND)) {
            round(dice, round.plusSeconds(dice.below(2)), caller);
        }
    }

    private void round(Dice dice, Instant time, Caller caller) {
        Call get = global(S3.get(dice, time, caller, world, Loot.CONFIGURATION.key, Loot.CONFIGURATION.bytes));
        calls.add(world.incident.refused(stolen, time) ? S3.denied(dice, get) : get);
        time = time.plusSeconds(dice.between(1, 2));
        calls.add(S3.denied(dice, global(S3.account(dice, time, caller, "ListBuckets"))));
        time = time.plusSeconds(dice.between(1, 2));
        calls.add(refuse(new Call(dice, time, caller, "cloudtrail", "DescribeTrails"), "*"));
        time = time.plusSeconds(dice.between(1, 2));
        calls.add(
                S3.denied(dice, global(S3.bucket(dice, time, caller, world, "DeleteBucket", world.logsBucket, null))));
        time = time.plusSeconds(dice.between(1, 2));
        calls.add(refuse(
                new Call(dice, time, caller, "iam", "DeleteAccountPasswordPolicy"),
                "arn:aws:iam::" + world.account + ":account-password-policy"));
    }

    private Call refuse(Call call, String resource) {
        return world.incident.refused(stolen, call.time)
                ? call.error("AccessDenied", Refusal.revoked(stolen, call))
                : call.denied(stolen.arn(), call.service + ":" + call.api, resource);
    }

    /** What is put into the bucket. */
    enum Loot {
        EMPLOYEES("employee-data.txt", 3_214),
        CONFIGURATION("config.py", 1_284),
        MEMO("memo.pst", 271_360),
        PASSWORDS("passwd.txt", 1_697);

        final String key;
        final long bytes;

        Loot(String key, long bytes) {
            this.key = key;
            this.bytes = bytes;
        }
    }
}
