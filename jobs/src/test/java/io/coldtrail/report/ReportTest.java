package io.coldtrail.report;

import io.coldtrail.lake.Case;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void tells() throws Exception {
        Path dir = Files.createDirectories(Path.of("target/report-story"));
        Case c = new Case(ReportSpark.spark(), dir.toAbsolutePath().toString());
        new StoryCase(new Tables(s -> s)).build().write(c);
        long t=System.currentTimeMillis();
        System.out.println(Report.run(c)+" "+(System.currentTimeMillis()-t)+" ms");
        t=System.currentTimeMillis();
        System.out.println(Report.run(c)+" "+(System.currentTimeMillis()-t)+" ms");
    }
}
