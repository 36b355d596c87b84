package io.coldtrail.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What AWS Config delivers: a snapshot of all resources soon after the archive begins, and every six hours the history
 * of what changed, an object for each kind of resource. Month and day have no leading zero in its keys.
 */
final class ConfigLog {
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/M/d").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration HISTORY = Duration.ofHours(6);
    private static final Duration SNAPSHOT_AT = Duration.ofMinutes(40);

    private final World world;
    private final ArchiveFolder archive;
    private final List<ConfigItem> items;
    private long written;

    ConfigLog(World world, ArchiveFolder archive) {
        this.world = world;
        this.archive = archive;
        items = new ConfigItems(world)
                .all().stream()
                        .sorted(Comparator.comparing((ConfigItem item) -> item.captured(world.seed))
                                .thenComparing(ConfigItem::id))
                        .toList();
    }

    void write() throws IOException {
        snapshot(world.days.start().plus(SNAPSHOT_AT));
        for (Instant from = world.days.start(); from.isBefore(world.days.end()); from = from.plus(HISTORY)) {
            history(from, from.plus(HISTORY));
        }
    }

    long written() {
        return written;
    }

    private void snapshot(Instant at) throws IOException {
        Map<String, ConfigItem> latest = new LinkedHashMap<>();
        for (ConfigItem item : items) {
            if (item.captured(world.seed).isBefore(at)) {
                latest.put(item.id(), item);
            }
        }
        String id = Dice.of(world.seed, "snapshot").guid();
        put(
                folder(at) + "ConfigSnapshot/" + world.account + "_Config_" + World.HOME + "_ConfigSnapshot_"
                        + SECOND.format(at) + "_" + id + ".json.gz",
                "configSnapshotId",
                id,
                latest.values());
    }

    private void history(Instant from, Instant to) throws IOException {
        Map<String, List<ConfigItem>> byType = new TreeMap<>();
        for (ConfigItem item : items) {
            Instant captured = item.captured(world.seed);
            if (!captured.isBefore(from) && captured.isBefore(to)) {
                byType.computeIfAbsent(item.type(), type -> new ArrayList<>()).add(item);
            }
        }
        for (Map.Entry<String, List<ConfigItem>> type : byType.entrySet()) {
            List<ConfigItem> changes = type.getValue();
            String span = SECOND.format(changes.get(0).captured(world.seed)) + "_"
                    + SECOND.format(changes.get(changes.size() - 1).captured(world.seed));
            put(
                    folder(from) + "ConfigHistory/" + world.account + "_Config_" + World.HOME + "_ConfigHistory_"
                            + type.getKey() + "_" + span + "_1.json.gz",
                    "requestId",
                    Dice.of(world.seed, "history " + span + type.getKey()).guid(),
                    changes);
        }
    }

    private String folder(Instant time) {
        return "AWSLogs/" + world.account + "/Config/" + World.HOME + "/" + FOLDER.format(time) + "/";
    }

    private void put(String key, String idName, String id, Collection<ConfigItem> content) throws IOException {
        List<Map<String, Object>> json =
                content.stream().map(item -> item.json(world)).toList();
        Map<String, Object> body = Json.object("fileVersion", "1.0", idName, id, "configurationItems", json);
        archive.put(key, Json.text(body).getBytes(StandardCharsets.UTF_8));
        written += content.size();
    }
}
