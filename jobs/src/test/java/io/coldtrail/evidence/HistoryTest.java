package io.coldtrail.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.TableRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest extends SparkTest {
    private static final Instant NOW = Instant.parse("2026-03-14T00:00:00Z");

    @TempDir
    private Path folder;

    private Case kase;

    @BeforeEach
    void open() {
        kase = new Case(session(), folder.toString());
    }

    @Test
    void whatWasThereBeforeTheFirstHuntIsNoNews() {
        found(finding("f1", "high", "hash 1"));
        new History(kase, "r-1", NOW).begin();
        new History(kase, "r-1", NOW).take();
        assertEquals(List.of(), told("r-1"));
        new History(kase, "r-2", NOW).begin(); // a baseline is taken once
        found(finding("f1", "high", "hash 1"), finding("f2", "low", "hash 2"));
        new History(kase, "r-2", NOW).begin();
        new History(kase, "r-2", NOW).take();
        assertEquals(List.of("new f2 null"), told("r-2"));
    }

    @Test
    void aHuntTellsWhatOneThatWasKilledDidNot() {
        new History(kase, "r-1", NOW).begin();
        found(finding("f1", "high", "hash 1")); // killed here, before take(): the next run may have the same name
        new History(kase, "r-1", NOW).begin();
        new History(kase, "r-1", NOW).take();
        assertEquals(List.of("new f1 null"), told("r-1"));
        new History(kase, "r-2", NOW).take();
        new History(kase, "r-3", NOW).take();
        assertEquals(List.of(), told("r-3"));
        found(finding("f1", "critical", "hash 2"));
        new History(kase, "r-4", NOW).take();
        assertEquals(List.of("changed f1 null"), told("r-4"), "after hunts that had nothing to tell");
    }

    @Test
    void whatComesBackIsNewAgain() {
        new History(kase, "r-1", NOW).begin();
        found(finding("f1", "high", "hash 1"));
        new History(kase, "r-1", NOW).take();
        found();
        new History(kase, "r-2", NOW).take();
        assertEquals(List.of("gone f1 null"), told("r-2"));
        found(finding("f1", "high", "hash 1"));
        new History(kase, "r-3", NOW).take();
        assertEquals(List.of("new f1 null"), told("r-3"));
    }

    @Test
    void incidentsThatALateFileJoinedAreSupersededByTheOneThatHasTheirSessions() {
        incidents("one", "two");
        members("one", "s1", "s2");
        new History(kase, "r-1", NOW).begin();
        incidents("three", "four");
        kase.replace(
                "sessions",
                List.of(session("s1", "three"), session("s2", "three"), session("s3", "three"), session("s9", "four")));
        new History(kase, "r-2", NOW).take();
        assertEquals(List.of("new four null", "new three null", "gone one three", "gone two null"), told("r-2"));
    }

    @Test
    void aFindingInAnotherRoleTakesThePlaceOfTheOneThatIsGone() {
        found(finding("f1", "high", "hash 1"), finding("f3", "high", "hash 3", "AnotherType"));
        new History(kase, "r-1", NOW).begin();
        found(finding("f2", "high", "hash 2"));
        new History(kase, "r-2", NOW).take();
        assertEquals(List.of("new f2 null", "gone f1 f2", "gone f3 null"), told("r-2"));
    }

    private List<String> told(String run) {
        return History.of(kase, run, 100).stream()
                .map(r -> r.getAs("change") + " " + r.getAs("id") + " " + r.getAs("superseded_by"))
                .toList();
    }

    private void found(Row... findings) {
        kase.replace("findings", List.of(findings));
    }

    private static Row finding(String id, String severity, String hash) {
        return finding(id, severity, hash, "UnauthorizedAccess:S3/MaliciousIPCaller.Custom");
    }

    private static Row finding(String id, String severity, String hash, String type) {
        return TableRow.of("findings")
                .set("finding_id", id)
                .set("type", type)
                .set("title", "title of " + id)
                .set("severity", severity)
                .set("principal", "arn:aws:iam::111122223333:user/bert")
                .set("content_hash", hash)
                .row();
    }

    private void incidents(String... ids) {
        kase.replace(
                "incidents",
                List.of(ids).stream()
                        .map(id -> TableRow.of("incidents")
                                .set("incident_id", id)
                                .set("title", id)
                                .set("severity", "high")
                                .row())
                        .toList());
    }

    private void members(String incident, String... sessions) {
        kase.replace(
                "sessions",
                List.of(sessions).stream().map(s -> session(s, incident)).toList());
    }

    private static Row session(String id, String incident) {
        return TableRow.of("sessions")
                .set("session_id", id)
                .set("incident_id", incident)
                .row();
    }
}
