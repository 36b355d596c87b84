package io.coldtrail.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Those who look for open buckets, none of them the attacker. Some find the data bucket soon after anyone may list it,
 * list it without a name, and try to get what they see, which a grant to list does not allow.
 */
final class BucketFinders implements Part {
    private static final Duration HOUR = Duration.ofHours(1);
    static final int FINDERS = 4;
    private static final List<String> AGENTS = List.of(
            "python-requests/2.28.1", "S3Scanner/2.0", "Mozilla/5.0 (compatible; \"open buckets\")", "curl/7.85.0");

    private final World world;

    BucketFinders(World world) {
        this.world = world;
    }

    @Override
    public void act(Instant hour, Journal journal) {
        Incident incident = world.incident;
        long open = Duration.between(incident.publicFrom(), incident.publicTo()).toSeconds();
        for (int i = 0; i < FINDERS; i++) {
            Dice dice = Dice.of(world.seed, "finder", i);
            Instant time = incident.publicFrom().plusSeconds(open * (i + 1) / (FINDERS + 1) + dice.between(-300, 300));
            Caller nobody = Caller.of(Outsiders.NOBODY, Addresses.customer(dice), AGENTS.get(i));
            if (!time.isBefore(hour) && time.isBefore(hour.plus(HOUR))) {
                list(dice, time, nobody, journal);
                for (Intruder.Loot loot : Intruder.Loot.values()) {
                    time = time.plusSeconds(dice.between(1, 4));
                    Call get = S3.object(dice, time, nobody, world, "GetObject", loot.key);
                    journal.add(S3.anonymous(dice, get, 243).error("AccessDenied", "Access Denied"));
                }
            }
        }
    }

    private void list(Dice dice, Instant time, Caller nobody, Journal journal) {
        Call list = S3.object(dice, time, nobody, world, "ListObjects", "");
        list.request.remove("key");
        list.request.put("list-type", "2");
        journal.add(S3.anonymous(dice, list, dice.between(180_000, 330_000)));
    }
}
