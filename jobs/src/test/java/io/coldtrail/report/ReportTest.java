package io.coldtrail.report;

import io.coldtrail.SparkTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReportTest extends SparkTest {
    @Test
    void tells() throws Exception {
        Path dir = Files.createDirectories(Path.of("target/report-story"));
        long t = System.currentTimeMillis();
        CaseView v = Report.read(new StoryCase(new Tables(s -> s)).build().in(session()));
        System.out.println("written " + (System.currentTimeMillis() - t) + " ms");
        t = System.currentTimeMillis();
        Files.writeString(dir.resolve("index.html"), Page.html(v));
        Files.writeString(dir.resolve("summary.md"), Summary.of(v));
        Files.writeString(dir.resolve("timeline.csv"), TimelineCsv.of(v));
        System.out.println("written " + (System.currentTimeMillis() - t) + " ms");
    }
}
