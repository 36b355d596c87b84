package io.coldtrail.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coldtrail.SparkTest;
import io.coldtrail.archive.ArchiveAccess;
import io.coldtrail.detect.sigma.JsonRecord;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Settings;
import io.coldtrail.lake.TableSchema;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step from events to signals, on a case on disk. */
class DetectionTest extends SparkTest {
    private static final String ALICE =
            "\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/alice\",\"principalId\":\"AIDAALICE\","
                    + "\"accessKeyId\":\"AKIAALICE\"},\"recipientAccountId\":\"111122223333\",\"awsRegion\":\"us-east-1\"";
    private static final String RULE =
            """
            title: A rule of the user
            id: mine
            level: critical
            tags: [attack.impact, attack.t1485]
            logsource: {product: aws, service: cloudtrail}
            detection:
              s: {eventName: TerminateInstances, requestParameters.force: true}
              condition: s
            custom: {finding_type: 'Impact:EC2/Mine', remediation: Stop it.}
            """;

    @TempDir
    Path folder;

    private Case kase;

    @BeforeEach
    void open() {
        kase = new Case(session(), folder.resolve("case").toString());
    }

    @Test
    void signalsOfRulesListsAndForgedIds() {
        String forged = record("e4", "ec2", "DescribeInstances", "203.0.113.11", "");
        events(
                record("e1", "iam", "CreateUser", "203.0.113.10", ""),
                record("e2", "s3", "ListBuckets", "192.0.2.66", ",\"readOnly\":true"),
                record("e3", "ec2", "TerminateInstances", "203.0.113.10", ",\"requestParameters\":{\"force\":true}"),
                record("e4", "ec2", "DescribeInstances", "203.0.113.10", ",\"readOnly\":true"),
                record(
                        "e5",
                        "s3",
                        "GetObject",
                        "192.0.2.66",
                        ",\"eventCategory\":\"Data\",\"additionalEventData\":{\"AuthenticationMethod\":\"QueryString\"}"),
                forged,
                forged);
        kase.replace(
                "duplicates",
                List.of(RowFactory.create("cloudtrail", "111122223333", "e4", "o.json.gz", 6, "o.json.gz", 5)));
        kase.files().writeText("rules/mine.yml", RULE);
        kase.files().writeText("rules/bad.yml", "title: bad\nid: b1");
        kase.files().writeText("lists/bad.txt", "192.0.2.64/30\nnonsense\n");
        kase.remember(asked(
                List.of(input("mine.yml", "rules/mine.yml"), input("bad.yml", "rules/bad.yml")),
                List.of(input("bad.txt", "lists/bad.txt"))));

        Detection.Summary summary = Detection.run(kase);

        assertEquals(
                List.of(
                        "e1 persistence medium IAM user created null",
                        "e2 discovery low Buckets listed null",
                        "e2 discovery medium Call that reads, from an address on a threat list bad.txt: 192.0.2.64/30",
                        "e3 impact critical A rule of the user null",
                        "e4 null low Different records share an event id null",
                        "e4 null low Different records share an event id null",
                        "e5 exfiltration high S3 objects used from an address on a threat list"
                                + " bad.txt: 192.0.2.64/30; presigned request: the address of who used the link"),
                texts("event_id", "tactic", "severity", "title", "detail"));
        Row mine = kase.table("signals").where("rule_id = 'mine'").first();
        assertEquals("cloudtrail", mine.getAs("log"));
        assertEquals("o.json.gz", mine.getAs("object"));
        assertEquals(2, (int) mine.getAs("record_index"));
        assertEquals(Timestamp.from(Instant.parse("2022-11-08T10:00:02Z")), mine.getAs("event_time"));
        assertEquals("T1485", mine.getAs("technique"));
        assertEquals("Impact:EC2/Mine", mine.getAs("finding_type"));
        assertEquals("111122223333", mine.getAs("account_id"));
        assertEquals("AKIAALICE", mine.getAs("access_key_id"));
        assertEquals("success", mine.getAs("outcome"));
        assertTrue(mine.<String>getAs("signal_id").matches("[0-9a-f]{32}"));

        // hunts that need no other log ran too
        int hunts = RuleFiles.hunts().size();
        assertEquals(RuleFiles.builtin().size() + 1 + hunts - summary.notRun().size(), summary.rules());
        assertTrue(
                summary.notRun()
                        .contains("credential-access/ssh-brute-force.sql: not run: the archive holds no flow logs"),
                summary.notRun()::toString);
        assertEquals(
                List.of("bad.yml: logsource is missing, or is no mapping of names to values"), summary.notLoaded());
        assertEquals(1, summary.listEntries());
        assertEquals(List.of("bad.txt:2: nonsense"), summary.badSample());
        assertEquals(7, summary.signals());
        assertEquals(
                List.of(3, 5),
                kase.table("signals").where("rule_id = 'id_conflict'").orderBy("record_index").collectAsList().stream()
                        .map(r -> r.<Integer>getAs("record_index"))
                        .toList());

        Row rule = kase.table("rules").where("rule_id = 'mine'").first();
        assertEquals(true, rule.getAs("loaded"));
        assertEquals("Stop it.", rule.getAs("remediation"));
        assertEquals(1L, (long) rule.getAs("n"));
        Row lacking =
                kase.table("rules").where("title = 'SSH passwords guessed'").first();
        assertEquals(false, lacking.getAs("loaded"));
        assertEquals("not run: the archive holds no flow logs", lacking.getAs("reason"));
        Row bad = kase.table("rules").where("rule_id = 'b1'").first();
        assertEquals("b1", bad.getAs("rule_id"));
        assertEquals("bad.yml", bad.getAs("file"));
        assertEquals(RuleFiles.builtin().size() + 3 + hunts, kase.table("rules").count());

        List<String> before = texts("signal_id", "rule_id", "event_id");
        Detection.run(kase);
        assertEquals(before, texts("signal_id", "rule_id", "event_id"), "a second run changes nothing");
    }

    @Test
    void onlyWhatIsAskedForIsLookedAt() {
        events(
                record("e1", "iam", "CreateUser", "203.0.113.10", ""),
                record("e2", "iam", "CreateUser", "203.0.113.10", ""));
        Settings none = Settings.empty();
        kase.remember(new Settings(
                none.archives(),
                none.sources(),
                Instant.parse("2022-11-08T10:00:01Z"),
                null,
                none.accounts(),
                none.regions(),
                none.versions(),
                ArchiveAccess.OWN,
                true,
                none.rules(),
                none.threatLists(),
                false));
        Detection.run(kase);
        assertEquals(List.of("e2"), texts("event_id"));
    }

    @Test
    void aLostCopyIsNamed() {
        kase.remember(asked(List.of(input("mine.yml", "rules/gone.yml")), List.of()));
        String message = assertThrows(IllegalStateException.class, () -> Detection.run(kase))
                .getMessage();
        assertEquals("the case has lost its copy of mine.yml (rules/gone.yml); give the file again", message);
    }

    /**
     * A filter on what the matcher returned, as Spark adds before an explode, must not call it again; and Spark falls
     * back, without a word that a user sees, to slow code where the code it generates cannot call the matcher.
     */
    @Test
    void eachRecordIsMatchedOnceInGeneratedCode() {
        events(record("e1", "iam", "CreateUser", "203.0.113.10", ""));
        DetectionInput input = new DetectionInput(RuleFiles.builtin(), List.of());
        session().conf().set("spark.sql.codegen.fallback", "false");
        session().conf().set("spark.sql.codegen.factoryMode", "CODEGEN_ONLY");
        try (RuleMatching matching =
                new RuleMatching(session(), input, input.compile().index())) {
            Dataset<Row> signals = matching.signals(kase.events("cloudtrail"));
            String plan = signals.queryExecution().optimizedPlan().toString();
            assertEquals(2, plan.split("BoundMatch", -1).length, plan);
            assertEquals("e1", signals.collectAsList().get(0).getAs("event_id"));
        } finally {
            session().conf().unset("spark.sql.codegen.fallback");
            session().conf().unset("spark.sql.codegen.factoryMode");
        }
    }

    private List<String> texts(String... columns) {
        Dataset<Row> rows =
                kase.table("signals").selectExpr("concat_ws(' ', " + String.join(", ", nullable(columns)) + ")");
        return rows.collectAsList().stream().map(r -> r.getString(0)).sorted().toList();
    }

    private static List<String> nullable(String... columns) {
        return List.of(columns).stream()
                .map(c -> "coalesce(cast(" + c + " as string), 'null')")
                .toList();
    }

    private static Settings asked(List<Settings.Input> rules, List<Settings.Input> lists) {
        return new Settings(
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                false,
                ArchiveAccess.OWN,
                true,
                rules,
                lists,
                false);
    }

    private static Settings.Input input(String name, String path) {
        return new Settings.Input(name, path, "");
    }

    private static String record(String id, String service, String name, String ip, String more) {
        return "{\"eventID\":\"" + id + "\",\"eventSource\":\"" + service + ".amazonaws.com\",\"eventName\":\"" + name
                + "\",\"sourceIPAddress\":\"" + ip + "\"," + ALICE + more + "}";
    }

    private void events(String... records) {
        List<Row> rows = new ArrayList<>();
        for (String record : records) {
            List<Object> values = new ArrayList<>();
            for (StructField column : TableSchema.of("cloudtrail").columns().fields()) {
                values.add(value(column, record, rows.size()));
            }
            rows.add(RowFactory.create(values.toArray()));
        }
        kase.replace("cloudtrail", rows);
    }

    private static Object value(StructField column, String record, int index) {
        return switch (column.name()) {
            case "event_time" -> Timestamp.from(
                    Instant.parse("2022-11-08T10:00:00Z").plusSeconds(index));
            case "event_date" -> Date.valueOf("2022-11-08");
            case "outcome" -> "success";
            case "object" -> "o.json.gz";
            case "record_index" -> index;
            case "record_offset" -> 0L;
            case "record_length" -> record.length();
            case "record_form" -> "bytes";
            default -> {
                String text = JsonRecord.column(column.name(), record);
                yield text == null
                        ? null
                        : switch (column.dataType().typeName()) {
                            case "boolean" -> Boolean.valueOf(text);
                            case "long" -> Long.valueOf(text);
                            default -> text;
                        };
            }
        };
    }
}
