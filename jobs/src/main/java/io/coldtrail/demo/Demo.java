package io.coldtrail.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Writes an archive to practise on: an account at work, and on the last day the incident of the re:Invent workshop
 * "Find All the Threats", as CloudTrail recorded it. Same seed, days and scale: same bytes.
 */
public final class Demo {
    public static final long DEFAULT_SEED = 1;
    /** A quiet day to compare with, and the day of the attack. */
    public static final int DEFAULT_DAYS = 2;

    public static final int DEFAULT_SCALE = 1;
    /** Longer, and it would begin before some of what it shows. */
    public static final int MAX_DAYS = 90;

    public static final int MAX_SCALE = 1_000;

    private static final Duration HOUR = Duration.ofHours(1);

    private Demo() {}

    /**
     * What was written.
     *
     * @param archive folder that stands for the bucket
     * @param truth who did what, JSON: {@code {"seed", "attacker": {"cloudtrail": [eventID]}, "responder":
     *     {"cloudtrail": [eventID]}, "incident": {...}, "findings": [{type, role, severity, resource, source, must}]}}
     * @param threatList plain text, one address a line
     * @param facts what the analyst knows beforehand, YAML: a list of {@code kind, what, value, author, reason}
     * @param publicKeys answer of ListPublicKeys, for the digests
     * @param from first day, 00:00 UTC
     * @param to end of the last day, exclusive
     * @param objects log files and digests
     * @param bytes of these as stored
     * @param records in the log files, those delivered twice counted twice
     * @param attackerEvents different events of the attacker
     */
    public record Summary(
            Path archive,
            Path truth,
            Path threatList,
            Path facts,
            Path publicKeys,
            Instant from,
            Instant to,
            int objects,
            long bytes,
            long records,
            int attackerEvents) {}

    /**
     * Writes {@code archive/}, {@code truth.json}, {@code threat-list.txt}, {@code facts.yml} and
     * {@code cloudtrail-public-keys.json} into the folder.
     *
     * @param days whole days up to and with that of the attack, from 2
     * @param scale how many times the ordinary traffic; the attack stays as it is
     * @throws IllegalArgumentException days or scale out of bounds, or {@code archive} is there already: one line for
     *     the user
     */
    public static Summary write(Path folder, long seed, int days, int scale) throws IOException {
        check(folder, days, scale);
        World world = new World(seed, days, scale);
        ArchiveFolder archive = new ArchiveFolder(folder.resolve("archive"));
        CloudTrailLog home = new CloudTrailLog(world, World.HOME, archive);
        CloudTrailLog global = new CloudTrailLog(world, World.GLOBAL, archive);
        Truth truth = new Truth(world);
        Journal journal = call -> {
            // a trail has nothing from before it began, and the archive ends with its last day
            if (!call.time.isBefore(world.trailStart()) && call.time.isBefore(world.days.end())) {
                (call.region.equals(World.GLOBAL) ? global : home).add(call);
                truth.add(call);
            }
        };
        List<Part> cast = cast(world);
        for (Instant hour = world.days.start(); hour.isBefore(world.days.end()); hour = hour.plus(HOUR)) {
            for (Part part : cast) {
                part.act(hour, journal);
            }
            home.advance(hour.plus(HOUR));
            global.advance(hour.plus(HOUR));
        }
        home.close();
        global.close();
        return new Summary(
                folder.resolve("archive"),
                file(folder, "truth.json", truth.text()),
                file(folder, "threat-list.txt", world.addresses.attacker() + "\n"),
                file(folder, "facts.yml", facts(world)),
                file(
                        folder,
                        "cloudtrail-public-keys.json",
                        Json.text(Json.object("PublicKeyList", List.of(home.publicKey(), global.publicKey()))) + "\n"),
                world.days.start(),
                world.days.end(),
                archive.objects(),
                archive.bytes(),
                home.delivered() + global.delivered(),
                truth.attackerEvents());
    }

    private static List<Part> cast(World world) {
        return List.of(
                new Founding(world),
                new WebServer(world),
                new Workers(world),
                new Surge(world),
                new Functions(world),
                new AwsServices(world),
                new Deployments(world),
                new Staff(world),
                new Outsiders(world),
                new Intruder(world),
                new Responders(world));
    }

    /** The archive alone tells the story; that an address is an office's is what only its people can say. */
    private static String facts(World world) {
        StringBuilder text = new StringBuilder("# What the demo's analyst knows beforehand.\n");
        world.people.stream().map(Person::office).distinct().forEach(office -> text.append("- kind: trust\n")
                .append("  what: ip\n  value: ")
                .append(office)
                .append("\n  author: demo\n  reason: an office's NAT, many people work behind it\n"));
        return text.toString();
    }

    private static Path file(Path folder, String name, String text) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void check(Path folder, int days, int scale) {
        if (days < DEFAULT_DAYS || days > MAX_DAYS) {
            throw new IllegalArgumentException("--days " + days + ": the demo has " + DEFAULT_DAYS + " to " + MAX_DAYS
                    + " days, the last that of the attack; choose a number between them");
        }
        if (scale < DEFAULT_SCALE || scale > MAX_SCALE) {
            throw new IllegalArgumentException("--scale " + scale + ": ordinary traffic can be " + DEFAULT_SCALE
                    + " to " + MAX_SCALE + " times that of one team; choose a number between them");
        }
        if (Files.exists(folder.resolve("archive"))) {
            throw new IllegalArgumentException(folder.resolve("archive")
                    + " is there already, and objects of two demos would mix; remove it or choose another --out");
        }
    }
}
