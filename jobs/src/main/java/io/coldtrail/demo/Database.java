package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The workers' database in the work subnet: an interface that no instance has and that is silent most of the time. */
final class Database implements Part {
    static final int PORT = 3_306;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int EVERY_MINUTES = 30;

    private final World world;
    private final List<Machine> workers = new ArrayList<>();

    Database(World world) {
        this.world = world;
        for (int i = 0; i < Workers.MACHINES_A_SCALE * world.scale; i++) {
            workers.add(world.worker(i));
        }
    }

    @Override
    public void act(Instant hour, Journal journal) {
        NetworkInterface nic = world.database;
        if (hour.equals(world.days.start())) {
            journal.add(nic);
        }
        String name = "orders.c" + Dice.of(world.seed, "database").hex(11) + "." + World.HOME + ".rds.amazonaws.com";
        for (Machine worker : workers) {
            Dice dice = Dice.of(world.seed, "database work of " + worker.id(), hour.getEpochSecond());
            for (int minute = dice.below(EVERY_MINUTES); minute < 60; minute += EVERY_MINUTES) {
                Instant time = hour.plusSeconds(60L * minute + dice.below(50));
                journal.add(new Lookup(time, worker, name, "A", nic.privateIp(), true, Call.By.OTHERS));
                journal.add(Exchange.tcp(
                                time,
                                dice.below(5),
                                Host.inside(worker.nic()),
                                dice.between(32_768, 60_999),
                                Host.inside(nic),
                                PORT)
                        .carrying(
                                Exchange.Load.of(dice.between(12, 30), dice.between(900, 6_000)),
                                Exchange.Load.of(dice.between(10, 24), dice.between(3_000, 60_000))));
            }
        }
    }
}
