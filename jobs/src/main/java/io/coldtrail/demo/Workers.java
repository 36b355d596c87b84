package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Machines of another role, behind the NAT gateway: those that are always there. */
final class Workers implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    static final int MACHINES_A_SCALE = 2;
    /** The agent of Systems Manager reports this often. */
    private static final int REPORT_MINUTES = 5;

    private static final double OBJECT_CALLS_AN_HOUR = 3;

    private final World world;
    private final List<Machine> machines = new ArrayList<>();

    Workers(World world) {
        this.world = world;
        for (int i = 0; i < MACHINES_A_SCALE * world.scale; i++) {
            machines.add(world.worker(i));
        }
    }

    @Override
    public void act(Instant hour, Journal journal) {
        if (hour.equals(world.days.start())) {
            machines.forEach(machine -> journal.add(machine.nic()));
        }
        for (Machine machine : machines) {
            Dice dice = Dice.of(world.seed, "work of " + machine.id(), hour.getEpochSecond());
            Session current = machine.session(hour.plus(HOUR).minusSeconds(1));
            if (!current.created().isBefore(hour)) {
                journal.add(Sts.forService(dice, current, "ec2"));
            }
            reports(dice, hour, machine, journal);
            int calls = dice.count(OBJECT_CALLS_AN_HOUR * Days.customerLoad(hour));
            for (int i = 0; i < calls; i++) {
                object(dice, dice.within(hour, HOUR), world, machine, journal);
            }
            secrets(dice, dice.within(hour, Duration.ofMinutes(59)), world, machine, journal);
        }
    }

    private static void reports(Dice dice, Instant hour, Machine machine, Journal journal) {
        int offset = machine.id().charAt(5) % REPORT_MINUTES;
        for (int minute = offset; minute < 60; minute += REPORT_MINUTES) {
            Instant time = hour.plusSeconds(60L * minute + dice.below(20));
            Caller agent = Caller.on(machine, machine.session(time), Agents.SSM_AGENT);
            journal.add(new Call(dice, time, agent, "ssm", "UpdateInstanceInformation")
                    .request(
                            "instanceId", machine.id(),
                            "agentVersion", "3.1.1927.0",
                            "platformType", "Linux",
                            "agentName", "amazon-ssm-agent"));
        }
    }

    static void object(Dice dice, Instant time, World world, Machine machine, Journal journal) {
        Caller job = Caller.on(machine, machine.session(time), Agents.WORKER);
        journal.add(
                dice.chance(0.6)
                        ? S3.get(dice, time, job, world, Objects.order(dice, time), dice.between(700, 4_000))
                        : S3.put(dice, time, job, world, Objects.report(dice, time), dice.between(20_000, 900_000)));
    }

    /** A parameter or a secret, and the key that the service unseals it with. */
    static void secrets(Dice dice, Instant time, World world, Machine machine, Journal journal) {
        Session session = machine.session(time);
        Caller job = Caller.on(machine, session, Agents.WORKER);
        if (dice.chance(0.6)) {
            String name = "/" + world.company + "/worker/" + dice.pick("queue", "database", "features");
            String arn = "arn:aws:ssm:" + World.HOME + ":" + world.account + ":parameter" + name;
            journal.add(new Call(dice, time, job, "ssm", "GetParameter")
                    .request("name", name, "withDecryption", true)
                    .resource(world.account, "AWS::SSM::Parameter", arn));
            journal.add(Kms.decrypt(dice, time, world, Caller.forwarded(session, "ssm"), "PARAMETER_ARN", arn));
        } else {
            String arn = "arn:aws:secretsmanager:" + World.HOME + ":" + world.account + ":secret:" + world.company
                    + "/database-" + Dice.of(world.seed, "secret").hex(6);
            journal.add(new Call(dice, time, job, "secretsmanager", "GetSecretValue").request("secretId", arn));
            journal.add(Kms.decrypt(dice, time, world, Caller.forwarded(session, "secretsmanager"), "SecretARN", arn));
        }
    }
}
