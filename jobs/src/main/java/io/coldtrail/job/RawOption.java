package io.coldtrail.job;

import picocli.CommandLine.Option;

/** How much of the records' own text a case keeps. */
final class RawOption {
    @Option(
            names = "--raw",
            paramLabel = "all|hits",
            description = "Keep the text of every record as archived (all, as it is if not given), or only of those"
                    + " that a rule hits: a smaller case. The report reads the rest of its evidence from the archive"
                    + " again. The case remembers.")
    private String raw;

    void check() {
        if (raw != null && !raw.equals("all") && !raw.equals("hits")) {
            throw new UsageException("--raw " + raw + " is neither: write --raw all or --raw hits");
        }
    }

    /** What is asked, or what was asked before. */
    boolean ofHitsOnly(boolean before) {
        return raw == null ? before : raw.equals("hits");
    }
}
