package io.coldtrail.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Cuts findings into files that {@code aws securityhub batch-import-findings --cli-input-json file://...} takes as they
 * are: {@code {"Findings": [...]}}, of one account and region, since a caller imports for its own account where it
 * calls; at most 100 findings and 6 MB. One file is {@code report/findings.asff.json}; several are
 * {@code report/findings-<account>-<region>-<n>.asff.json}, n from 1 in each account and region.
 *
 * <p>Findings come in order of account and region; no more than one file is held at a time, and the first one until it
 * is known whether there is a second.
 */
final class FindingFiles {
    static final String FOLDER = "report";
    static final String ONLY = FOLDER + "/findings.asff.json";

    private static final byte[] HEAD = "{\"Findings\":[\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEXT = ",\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TAIL = "\n]}\n".getBytes(StandardCharsets.UTF_8);

    private final BiConsumer<String, String> write;
    private final List<String> written = new ArrayList<>();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private AwsPlace place;
    private int number;
    private int findings;
    private String firstName;
    private String firstText;

    /** @param write writes a file: name relative to the case, text */
    FindingFiles(BiConsumer<String, String> write) {
        this.write = write;
    }

    void add(AwsPlace at, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        boolean same = at.equals(place);
        if (!same
                || findings == AsffLimits.CALL_FINDINGS
                || open.size() + NEXT.length + bytes.length + TAIL.length > AsffLimits.CALL_BYTES) {
            close();
            number = same ? number + 1 : 1;
            place = at;
        }
        open.writeBytes(findings == 0 ? HEAD : NEXT);
        open.writeBytes(bytes);
        findings++;
    }

    /** Writes what is still held, and tells the names of all files; none where there was no finding. */
    List<String> finish() {
        close();
        if (firstText != null) {
            flush(ONLY, firstText);
        }
        return List.copyOf(written);
    }

    private void close() {
        if (findings == 0) {
            return;
        }
        open.writeBytes(TAIL);
        String name = FOLDER + "/findings-" + place.accountId() + "-" + place.region() + "-" + number + ".asff.json";
        String text = open.toString(StandardCharsets.UTF_8);
        open.reset();
        findings = 0;
        if (written.isEmpty() && firstText == null) {
            firstName = name;
            firstText = text;
            return;
        }
        if (firstText != null) {
            flush(firstName, firstText);
            firstText = null;
        }
        flush(name, text);
    }

    private void flush(String name, String text) {
        write.accept(name, text);
        written.add(name);
    }
}
