package io.coldtrail.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes an archive to practise on: an account at work, and on the last day the incident of the re:Invent workshop
 * "Find All the Threats", as CloudTrail, flow logs, S3, the resolver, sshd and AWS Config
 * recorded it. Same seed, days and scale: same bytes.
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
     * @param truth who did what, JSON: {@code {"seed", "attacker": {log: [event id]}, "responder": {log: [event id]},
     *     "incident": {...}, "findings": [{type, role, severity, resource, source, must}], "answers": {question: facts}}};
     *     a log is named as its table, {@code source} is archive or guardduty
     * @param threatList plain text, one address a line
     * @param facts what the analyst knows beforehand, YAML: a list of {@code kind, what, value, author, reason}
     * @param publicKeys answer of ListPublicKeys, for the digests
     * @param from first day, 00:00 UTC
     * @param to end of the last day, exclusive
     * @param objects log files and digests
     * @param bytes of these as stored
     * @param records in the log files by log, those delivered twice counted twice
     * @param attackerRecords different records of what the attacker did, by log
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
            Map<String, Long> records,
            Map<String, Integer> attackerRecords) {}

    /**
     * Writes {@code archive/}, {@code truth.json}, {@code threat-list.txt}, {@code facts.yml} and
     * {@code cloudtrail-public-keys.json} into the folder.
     *
     * @param days whole days up to and with that of the attack, from 2
     * @param scale how many times the ordinary traffic; the attack stays as it is
     * @param withGuardDuty whether the archive holds the findings of GuardDuty, Inspector and Macie too
     * @throws IllegalArgumentException days or scale out of bounds, or {@code archive} is there already: one line for
     *     the user
     */
    public static Summary write(Path folder, long seed, int days, int scale, boolean withGuardDuty) throws IOException {
        check(folder, days, scale);
        World world = new World(seed, days, scale);
        ArchiveFolder archive = new ArchiveFolder(folder.resolve("archive"));
        Truth truth = new Truth(world, withGuardDuty);
        Logs logs = new Logs(world, archive, truth);
        List<Part> cast = cast(world);
        for (Instant hour = world.days.start(); hour.isBefore(world.days.end()); hour = hour.plus(HOUR)) {
            for (Part part : cast) {
                part.act(hour, logs);
            }
            logs.advance(hour.plus(HOUR));
        }
        logs.close();
        Map<String, Long> records = logs.written();
        if (withGuardDuty) {
            FindingsExport findings = new FindingsExport(world, archive);
            findings.write();
            records.put("imported_findings", findings.written());
        }
        return new Summary(
                folder.resolve("archive"),
                file(folder, "truth.json", truth.text()),
                file(folder, "threat-list.txt", world.addresses.attacker() + "\n"),
                file(folder, "facts.yml", facts(world)),
                file(
                        folder,
                        "cloudtrail-public-keys.json",
                        Json.text(Json.object("PublicKeyList", logs.publicKeys())) + "\n"),
                world.days.start(),
                world.days.end(),
                archive.objects(),
                archive.bytes(),
                records,
                truth.attackerRecords());
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
                new BucketFinders(world),
                new Visitors(world),
                new Scanners(world),
                new Shells(world),
                new Database(world),
                new Upkeep(world),
                new PasswordAttack(world),
                new Intruder(world),
                new Beacon(world),
                new Responders(world));
    }

    /**
     * What only people can say: that an address is an office's, and that the Malicious Host is none of the account's own
     * but the attacker's, as the story has it.
     */
    private static String facts(World world) {
        StringBuilder text = new StringBuilder("# What the demo's analyst knows beforehand.\n");
        world.people.stream().map(Person::office).distinct().forEach(office -> text.append("- kind: trust\n")
                .append("  what: ip\n  value: ")
                .append(office)
                .append("\n  author: demo\n  reason: an office's NAT, many people work behind it\n"));
        return text.append("- kind: suspect\n  what: instance\n  value: ")
                .append(world.maliciousHost.id())
                .append("\n  author: demo\n  reason: the attacker's machine, none of the company's\n")
                .toString();
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
