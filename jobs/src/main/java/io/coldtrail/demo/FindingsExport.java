package io.coldtrail.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the services' findings come into the archive: GuardDuty's own export, where an update is the whole finding again
 * under the same id, and those of Macie and Inspector from Security Hub by way of EventBridge, one an event.
 */
final class FindingsExport {
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

    private final World world;
    private final ArchiveFolder archive;
    private final Dice dice;
    private long written;

    FindingsExport(World world, ArchiveFolder archive) {
        this.world = world;
        this.archive = archive;
        dice = Dice.of(world.seed, "findings export");
    }

    void write() throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> firstStates = new ArrayList<>();
        String folder = "";
        for (ServiceFindings.Finding finding : new ServiceFindings(world).all()) {
            folder = FOLDER.format(finding.updated());
            if (finding.asff()) {
                event(finding, folder);
            } else {
                firstStates.add(Json.text(firstState(finding.json())));
                lines.add(Json.text(finding.json()));
            }
        }
        export(firstStates, folder);
        export(lines, folder);
    }

    long written() {
        return written;
    }

    private void export(List<String> lines, String folder) throws IOException {
        archive.put(
                "AWSLogs/" + world.account + "/GuardDuty/" + World.HOME + "/" + folder + "/" + dice.guid()
                        + ".jsonl.gz",
                Records.lines(lines));
        written += lines.size();
    }

    /** As it was exported when it was new. */
    private static Map<String, Object> firstState(Map<String, Object> finding) {
        Map<String, Object> first = new LinkedHashMap<>(finding);
        @SuppressWarnings("unchecked")
        Map<String, Object> service = new LinkedHashMap<>((Map<String, Object>) finding.get("service"));
        service.put("count", 1);
        service.put("eventLastSeen", service.get("eventFirstSeen"));
        first.put("service", service);
        first.put("updatedAt", finding.get("createdAt"));
        first.put("description", finding.get("type") + " was seen once.");
        return first;
    }

    private void event(ServiceFindings.Finding finding, String folder) throws IOException {
        String id = dice.guid();
        Map<String, Object> event = Json.object(
                "version",
                "0",
                "id",
                id,
                "detail-type",
                "Security Hub Findings - Imported",
                "source",
                "aws.securityhub",
                "account",
                world.account,
                "time",
                finding.updated().toString(),
                "region",
                World.HOME,
                "resources",
                List.of(),
                "detail",
                Json.object("findings", List.of(finding.json())));
        archive.putPlain(
                "securityhub/" + folder + "/" + id + ".json", Json.text(event).getBytes(StandardCharsets.UTF_8));
        written++;
    }
}
