package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Auto Scaling: each morning machines come, each evening they go. */
final class Surge implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    /** Of the office's day, in UTC. */
    private static final int COMES_AT = 16;

    private static final Duration STAYS = Duration.ofHours(8);
    private static final double OBJECT_CALLS_AN_HOUR = 2;

    private final World world;
    private final Caller scaling;

    /** A machine of a group, from when it comes to when it goes. */
    record Shift(Machine machine, Instant comes, Instant goes) {}

    static Shift shift(World world, int group, LocalDate day) {
        Dice plan = Dice.of(world.seed, "surge", group, day.toEpochDay());
        Instant comes =
                day.atTime(COMES_AT, plan.between(2, 50), plan.below(60)).toInstant(ZoneOffset.UTC);
        Instant goes = comes.plus(STAYS).plusSeconds(plan.between(0, 400));
        Machine machine = Machine.of(
                world,
                "surge " + group + " " + day,
                world.workerRole,
                world.addresses.nat(),
                world.network.workSubnet(),
                World.HOME + "b",
                List.of(comes));
        return new Shift(machine, comes, goes);
    }

    Surge(World world) {
        this.world = world;
        Role role = Role.linked(world, "autoscaling", "AWSServiceRoleForAutoScaling");
        Session session =
                new Session(role, "AutoScaling", null, world.days.start().minusSeconds(1_700), null, null, null);
        scaling = Caller.forwarded(session, "autoscaling");
    }

    @Override
    public void act(Instant hour, Journal journal) {
        LocalDate day = Days.officeDay(hour);
        for (int group = 0; group < world.scale; group++) {
            Shift shift = shift(world, group, day);
            if (shift.comes().isBefore(hour.plus(HOUR)) && shift.goes().isAfter(hour)) {
                live(hour, shift.comes(), shift.goes(), shift.machine(), world.company + "-worker-" + group, journal);
            }
        }
    }

    private void live(Instant hour, Instant comes, Instant goes, Machine machine, String group, Journal journal) {
        Dice dice = Dice.of(world.seed, "work of " + machine.id(), hour.getEpochSecond());
        if (!comes.isBefore(hour)) {
            journal.add(new Call(dice, comes, scaling, "autoscaling", "DescribeScalingActivities")
                    .request("autoScalingGroupName", group));
            journal.add(machine.nic(goes));
            journal.add(Ec2.run(dice, comes, scaling, world, machine, group));
        }
        Session current = machine.session(hour.plus(HOUR).minusSeconds(1));
        if (!current.created().isBefore(hour) && current.created().isBefore(goes)) {
            journal.add(Sts.forService(dice, current, "ec2"));
        }
        int calls = dice.count(OBJECT_CALLS_AN_HOUR);
        for (int i = 0; i < calls; i++) {
            Instant time = dice.within(hour, HOUR);
            if (time.isAfter(comes.plusSeconds(90)) && time.isBefore(goes)) {
                Workers.object(dice, time, world, machine, journal);
            }
        }
        if (goes.isBefore(hour.plus(HOUR))) {
            journal.add(Ec2.state(dice, goes, scaling, "TerminateInstances", machine.id(), 16, 32));
        }
    }
}
