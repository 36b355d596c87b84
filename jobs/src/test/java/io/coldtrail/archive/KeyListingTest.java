package io.coldtrail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.S3Server;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Parallel listings give each key once: the truth is the set of keys that was put in. */
class KeyListingTest {
    private static final ArchiveFilter WINDOW = new ArchiveFilter(
            Instant.parse("2023-02-27T12:00:00Z"), Instant.parse("2023-03-01T00:00:00Z"), Set.of(), Set.of());
    private static final ArchiveFilter PLACE =
            new ArchiveFilter(null, null, Set.of("111122223333"), Set.of("us-east-1"));
    private static final ArchiveFilter BOTH =
            new ArchiveFilter(WINDOW.from(), WINDOW.to(), PLACE.accounts(), PLACE.regions());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 1000, 100_000})
    void meetsEachKeyOnce(int keysAPage) {
        Set<String> keys = awkward();
        for (String prefix : List.of("", "AWSLogs/", "AWSLogs/1", "logs/", "flat/", "flat/stem2023-0", "none/")) {
            assertEquals(
                    sorted(keys, key -> key.startsWith(prefix)),
                    listed(new SimulatedBucket(keys, keysAPage), prefix, ArchiveFilter.ALL),
                    "below " + prefix);
        }
    }

    @Test
    void meetsEachKeyOnceInBucketsAtRandom() {
        Random dice = new Random(7);
        String[] parts = {
            "a",
            "b/",
            "/",
            "..",
            "~",
            "-",
            "2023-",
            "2023-07-",
            "2023-07-10-15-",
            "2023/",
            "07/",
            "20230710T15",
            "0",
            "é",
            "\uFF21",
            "\uD83D\uDE00",
            "111122223333/CloudTrail/us-east-1/",
            " ",
            "+",
            "%2F"
        };
        for (int round = 0; round < 400; round++) {
            Set<String> keys = new TreeSet<>();
            for (int i = 0; i < 60; i++) {
                StringBuilder key = new StringBuilder(parts[dice.nextInt(parts.length)]);
                for (int n = dice.nextInt(5); n > 0; n--) {
                    key.append(parts[dice.nextInt(parts.length)]);
                }
                keys.add(key.toString());
            }
            int keysAPage = 1 + dice.nextInt(6);
            assertEquals(
                    sorted(keys, key -> true),
                    listed(new SimulatedBucket(keys, keysAPage), "", ArchiveFilter.ALL),
                    "round " + round + ", " + keysAPage + " keys a page");
        }
    }

    /** In folders that are not asked for nothing is wanted, and all that is wanted is met, once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50, 1000})
    void meetsWhatAFilterWantsOnce(int keysAPage) {
        Set<String> keys = awkward();
        for (ArchiveFilter filter : List.of(WINDOW, PLACE, BOTH)) {
            Predicate<String> wanted = key -> filter.wants(key, KeyFacts.of(key));
            List<String> listed = listed(new SimulatedBucket(keys, keysAPage), "", filter);
            assertEquals(sorted(keys, wanted), listed.stream().filter(wanted).toList(), filter.toString());
            assertTrue(sorted(keys, wanted).size() < keys.size(), "the filter is one");
        }
    }

    @Test
    void whatLiesInAFolderThatIsNotWantedIsNotWanted() {
        for (ArchiveFilter filter : List.of(WINDOW, PLACE, BOTH)) {
            int folders = 0;
            for (String key : awkward()) {
                String folder = Unwanted.folder(filter, key);
                if (folder != null) {
                    folders++;
                    assertTrue(key.startsWith(folder));
                    for (String other : List.of("", "x", "2023/02/28/x.json.gz", "~", key.substring(folder.length()))) {
                        assertEquals(folder, Unwanted.folder(filter, folder + other), folder + other);
                    }
                }
            }
            assertTrue(folders > 100);
        }
    }

    @Test
    void keysThatTellTheWindowAndFoldersThatAgreeAreWantedAsByTheirNames() {
        int wanted = 0;
        for (String key : awkward()) {
            KeyFacts facts = KeyFacts.of(key);
            boolean byName = WINDOW.wants(facts);
            if (facts.delivered() != null) {
                assertEquals(byName, WINDOW.wants(key, facts), key);
            }
            wanted += byName ? 1 : 0;
        }
        assertTrue(wanted > 50);
    }

    @Test
    void littleIsOneRequestAndMuchFewInVain() {
        SimulatedBucket small =
                new SimulatedBucket(awkward().stream().limit(900).toList(), 1000);
        listed(small, "", ArchiveFilter.ALL);
        assertEquals(1, small.requests.get());

        // 3 accounts, 3 regions, 60 days of 300 objects
        List<String> keys = new ArrayList<>();
        int wanted = 0;
        for (int account = 1; account <= 3; account++) {
            for (String region : List.of("eu-west-1", "us-east-1", "us-west-2")) {
                for (int minute = 0; minute < 60 * 300; minute++) {
                    LocalDateTime time = LocalDateTime.of(2023, 1, 15, 0, 0).plusSeconds(minute * 288L);
                    keys.add(trail("11112222333" + account, region, time, "x"));
                    boolean early = time.isBefore(LocalDateTime.of(2023, 2, 27, 11, 0));
                    wanted += early || !time.isBefore(LocalDateTime.of(2023, 3, 3, 0, 0)) ? 0 : 1;
                }
            }
        }
        SimulatedBucket large = new SimulatedBucket(keys, 1000);
        assertEquals(keys.size(), listed(large, "", ArchiveFilter.ALL).size());
        assertTrue(
                large.requests.get() < 2 * keys.size() / 1000,
                large.requests.get() + " requests for " + keys.size() / 1000 + " pages");

        SimulatedBucket pruned = new SimulatedBucket(keys, 1000);
        assertEquals(
                wanted,
                listed(pruned, "", WINDOW).stream()
                        .filter(key -> WINDOW.wants(key, KeyFacts.of(key)))
                        .count(),
                "an hour before the window to two days after");
        assertTrue(pruned.requests.get() < 120, pruned.requests + " requests for 9 regions");
    }

    @Test
    void aRefusalStopsAllAndIsTold() {
        KeyPages refusing = (prefix, after, byFolder, token) -> {
            if (prefix.contains("us-west-2")) {
                throw new IllegalStateException("AccessDenied");
            }
            return new SimulatedBucket(awkward(), 3).page(prefix, after, byFolder, token);
        };
        IllegalStateException told = assertThrows(
                IllegalStateException.class,
                () -> KeyListing.list(refusing, "AWSLogs/", ArchiveFilter.ALL, keys -> {}));
        assertEquals("AccessDenied", told.getMessage());
    }

    /** The same over HTTP: what S3 makes of a delimiter, of where to start, and of keys that have to be encoded. */
    @Test
    void meetsEachKeyOfABucketOnce() throws Exception {
        S3Server server = S3Server.start();
        server.client().createBucket(b -> b.bucket("awkward"));
        List<String> keys = new ArrayList<>(awkward().stream()
                .filter(key -> !key.contains("..") && !key.contains("//") && !key.startsWith("/"))
                .toList());
        Collections.shuffle(keys, new Random(3));
        keys = keys.subList(0, 80);
        for (String key : keys) {
            server.client().putObject(b -> b.bucket("awkward").key(key), RequestBody.fromString("x"));
        }
        assertEquals(
                sorted(keys, key -> true), listed(new S3Keys(server.client(), "awkward", 7), "", ArchiveFilter.ALL));
    }

    private static List<String> listed(KeyPages pages, String prefix, ArchiveFilter filter) {
        List<String> listed = Collections.synchronizedList(new ArrayList<>());
        long met = KeyListing.list(pages, prefix, filter, keys -> keys.forEach(key -> listed.add(key.name())));
        assertEquals(listed.size(), met);
        return sorted(listed, key -> true);
    }

    private static List<String> sorted(Collection<String> keys, Predicate<String> of) {
        return keys.stream().filter(of).sorted().toList();
    }

    /** Layouts side by side, and what lies before, between, in and behind them. */
    private static Set<String> awkward() {
        Set<String> keys = new TreeSet<>(List.of(
                "!first",
                "/",
                "//",
                "../up.json",
                "..",
                "0",
                "AWSLogs",
                "AWSLogs/",
                "AWSLogs/..",
                "AWSLogs/111122223333/",
                "AWSLogs/111122223333/CloudTrail/",
                "AWSLogs/111122223333/CloudTrail/us-east-1/",
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023/",
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023/02/",
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023/02/28/",
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023/02/~",
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023/02.json",
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023/020/x",
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023/13/45/x.json.gz",
                "AWSLogs/111122223333/CloudTrail/us-east-1/2023-02.json",
                "AWSLogs/111122223333/CloudTrail/us-east-1/~/x",
                "AWSLogs/111122223333/CloudTrail/us-east-10/x",
                "AWSLogs/111122223333/Config/ConfigWritabilityCheckFile",
                "AWSLogs/1111222233330/x",
                "AWSLogs/AWSLogs/111122223333/x",
                "AWSLogs0",
                "AWSLogs~",
                "a/",
                "a//",
                "a//b",
                "a/b",
                "caf\u00e9/\uFF21/x",
                "caf\u00e9/\uD83D\uDE00/x",
                "caf\u00e9/\uD83D\uDE00",
                "caf\u00e9/\uFF21",
                "flat/stem2023-02-28-12-00-00-0123456789ABCDEF/nested",
                "flat/stem2023-02-28-notes.txt",
                "flat/stem2023-02~",
                "flat/stem9999-12-31-23-59-59-0123456789ABCDEF",
                "name with space+and%2Fmore&=",
                "\uD83D\uDE00",
                "\uFF21",
                "~last"));
        LocalDateTime start = LocalDateTime.of(2022, 12, 20, 0, 3);
        for (int i = 0; i < 90; i++) {
            LocalDateTime time = start.plusHours(i * 37L);
            for (String region : List.of("us-east-1", "us-west-2")) {
                keys.add(trail("111122223333", region, time, "a" + i));
                keys.add(trail("o-abc123defg/111122223333", region, time, "o" + i));
                keys.add(trail("444455556666", region, time, "b" + i));
            }
            keys.add("logs/prod/" + trail("111122223333", "us-east-1", time, "p" + i));
            String at = "111122223333_%s_us-east-1_" + at("yyyyMMdd'T'HHmm", time) + "Z_" + i + ".json.gz";
            for (String more : List.of("CloudTrail-Digest", "CloudTrail-Insight")) {
                keys.add("AWSLogs/111122223333/" + more + "/us-east-1/" + at("yyyy/MM/dd/", time)
                        + String.format(at, more));
            }
            keys.add("AWSLogs/111122223333/Config/us-east-1/" + at("yyyy/M/d/", time) + "ConfigHistory/" + i
                    + ".json.gz");
            keys.add("AWSLogs/444455556666/GuardDuty/us-east-1/" + at("yyyy/MM/dd/", time) + i + ".jsonl.gz");
            keys.add("AWSLogs/444455556666/elasticloadbalancing/us-east-1/" + at("yyyy/MM/dd/", time) + i + ".log.gz");
            keys.add("AWSLogs/111122223333/vpcdnsquerylogs/vpc-0abc/" + at("yyyy/MM/dd/", time) + i + ".log.gz");
            keys.add("AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=us-east-1/"
                    + at("'year='yyyy'/month='MM'/day='dd'/hour='HH/", time) + i + ".log.gz");
            keys.add("bare/" + String.format(at, "CloudTrail"));
            keys.add("firehose/" + at("yyyy/MM/dd/HH/", time) + "x-1-" + at("yyyy-MM-dd-HH-mm-ss", time)
                    + "-7b0ea1a1-6d5c-4a52-9b0e-4a6c5b1c2d3e");
            keys.add("exportedlogs/7b0ea1a1-6d5c-4a52-9b0e-4a6c5b1c2d3e/i-" + i + "/000000.gz");
            String access = at("yyyy-MM-dd-HH-mm-ss", time) + String.format("-%016X", i);
            keys.add("flat/stem" + access);
            keys.add("flat/" + access);
            keys.add("part/111122223333/us-east-1/acme-data/" + at("yyyy/MM/dd/", time) + access);
            keys.add("part/444455556666/us-west-2/acme-data/" + at("yyyy/MM/dd/", time) + access);
        }
        return keys;
    }

    private static String trail(String account, String region, LocalDateTime time, String id) {
        String number = account.substring(account.lastIndexOf('/') + 1);
        return "AWSLogs/" + account + "/CloudTrail/" + region + "/" + at("yyyy/MM/dd/", time) + number + "_CloudTrail_"
                + region + "_" + at("yyyyMMdd'T'HHmm", time) + "Z_" + id + ".json.gz";
    }

    private static String at(String pattern, LocalDateTime time) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(time);
    }
}
