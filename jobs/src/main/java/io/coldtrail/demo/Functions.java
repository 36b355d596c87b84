package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lambda functions: short sessions from anywhere among AWS's own addresses. */
final class Functions implements Part {
    private static final List<String> PURPOSES = List.of("report-builder", "thumbnailer");
    private static final double CALLS_AN_HOUR = 4.2;
    /** Lambda's sessions outlive the hour; here each hour has a new environment. */
    static final Duration LIFETIME = Duration.ofHours(12);

    private final World world;

    Functions(World world) {
        this.world = world;
    }

    @Override
    public void act(Instant hour, Journal journal) {
        for (int i = 0; i < PURPOSES.size() * world.scale; i++) {
            String name = world.company + "-" + PURPOSES.get(i % PURPOSES.size()) + suffix(i / PURPOSES.size());
            Dice dice = Dice.of(world.seed, name, hour.getEpochSecond());
            int calls = dice.count(CALLS_AN_HOUR * Days.customerLoad(hour));
            if (calls > 0) {
                run(dice, hour, name, calls, journal);
            }
        }
    }

    static String suffix(int number) {
        return number == 0 ? "" : "-" + (number + 1);
    }

    private void run(Dice dice, Instant hour, String name, int calls, Journal journal) {
        Role role = Role.of(world, "/service-role/", name + "-role");
        Instant start = dice.within(hour, Duration.ofMinutes(20));
        Session session = Session.of(dice, role, name, start, LIFETIME);
        journal.add(Sts.forService(dice, session, "lambda"));
        Caller caller = Caller.of(session, world.addresses.roaming(dice), Agents.FUNCTION);
        for (int i = 0; i < calls; i++) {
            Instant time = start.plusSeconds(dice.between(1, 2_300));
            journal.add(
                    switch (dice.below(4)) {
                        case 0 -> S3.get(
                                dice, time, caller, world, Objects.report(dice, time), dice.between(20_000, 900_000));
                        case 1 -> S3.put(
                                dice,
                                time,
                                caller,
                                world,
                                "thumbs/" + dice.guid() + ".webp",
                                dice.between(2_000, 30_000));
                        case 2 -> S3.get(
                                dice, time, caller, world, Objects.upload(dice, time), dice.between(9_000, 3_000_000));
                        default -> new Call(dice, time, caller, "logs", "CreateLogStream")
                                .request(
                                        "logGroupName", "/aws/lambda/" + name,
                                        "logStreamName",
                                                Days.officeDay(time).toString().replace('-', '/') + "/[$LATEST]"
                                                        + dice.hex(32));
                    });
        }
    }
}
