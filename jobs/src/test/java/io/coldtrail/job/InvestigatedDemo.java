package io.coldtrail.job;

import java.io.IOException;
import java.nio.file.Path;

/** The demo and its case, made once a JVM, for tests of other packages; none may change it. */
public final class InvestigatedDemo {
    private InvestigatedDemo() {}

    /** The folder of the demo: {@code archive}, {@code case}, {@code truth.json}. */
    public static Path folder() throws IOException {
        return DemoCase.investigated().dir;
    }
}
