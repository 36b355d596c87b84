package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;

/** The web server's visitors. */
final class Visitors implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double VISITS_AN_HOUR = 36;

    private final World world;

    Visitors(World world) {
        this.world = world;
    }

    @Override
    public void act(Instant hour, Journal journal) {
        Dice dice = Dice.of(world.seed, "visitors", hour.getEpochSecond());
        Host web = Host.of(world, world.web);
        int visits = dice.count(VISITS_AN_HOUR * world.scale * Days.customerLoad(hour));
        for (int i = 0; i < visits; i++) {
            Instant time = dice.within(hour, HOUR);
            int port = dice.chance(0.15) ? Firewall.HTTP : Firewall.HTTPS;
            Exchange visit = Exchange.tcp(
                            time,
                            dice.between(0, 40),
                            Host.outside(Addresses.customer(dice)),
                            dice.between(1_024, 65_000),
                            web,
                            port)
                    .carrying(
                            Exchange.Load.of(dice.between(6, 20), dice.between(500, 4_000)),
                            Exchange.Load.of(dice.between(5, 14), dice.between(400, 90_000)));
            if (world.webUp(time)) {
                journal.add(visit);
            }
        }
    }
}
