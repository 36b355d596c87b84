package io.coldtrail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What some tests need beside a JDK and Maven. {@code .ci/tools} brings it; {@code COLDTRAIL_REQUIRE_TOOLS=1}, which
 * {@code .ci/run} sets, makes it a must, else a test that misses it is skipped and says so.
 */
public final class Tools {
    private Tools() {}

    /** Python with the packages of {@code .ci/requirements.txt}. */
    public static Path python() {
        return find("python/bin/python");
    }

    /** A file or folder that {@code .ci/tools} brings, by its place in the folder of tools. */
    public static Path find(String name) {
        Path found = folder().resolve(name);
        need(Files.exists(found), found + " is not there; .ci/tools brings it");
        return found;
    }

    /** Skips the test, or fails it where tools are a must, unless what it needs is there. */
    public static void need(boolean there, String message) {
        if (!there && System.getenv("COLDTRAIL_REQUIRE_TOOLS") != null) {
            Assertions.fail(message);
        }
        Assumptions.assumeTrue(there, message);
    }

    private static Path folder() {
        String named = System.getenv("COLDTRAIL_TOOLS");
        if (named != null) {
            return Path.of(named);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        return (cache != null ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("coldtrail-tools");
    }
}
