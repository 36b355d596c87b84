package io.coldtrail.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a table was worked out of: files of a log, and all else that it rests on. A log only grows, so a later run needs
 * the files that came since and no other. Kept in {@code made/LOG/TABLE.json} of the case, and gone while the table is
 * replaced: what a killed run left is worked out anew.
 */
public final class Basis {
    private static final String FOLDER = "made/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Case kase;
    private final String file;
    private final String key;
    private final Set<String> files;
    private final boolean holds;
    private final Set<String> fresh;

    private Basis(Case kase, String log, String file, String key, Set<String> made) {
        this.kase = kase;
        this.file = file;
        this.key = key;
        this.files = kase.files(log);
        // files that are gone were compacted by somebody else: their rows are in others now
        this.holds = made != null && files.containsAll(made);
        this.fresh = new TreeSet<>(files);
        if (holds) {
            fresh.removeAll(made);
        }
    }

    /**
     * What table {@code made} was worked out of, as far as it is log {@code log}.
     *
     * @param key what it rests on beside the log: where that is another, so is the table
     */
    public static Basis of(Case kase, String made, String log, String key) {
        String file = FOLDER + log + "/" + made + ".json";
        String whole = Objects.toString(Basis.class.getPackage().getImplementationVersion()) + " " + key;
        Set<String> files = new HashSet<>();
        boolean same = kase.has(made) && whole.equals(read(kase.files().readText(file), files));
        return new Basis(kase, log, file, whole, same ? files : null);
    }

    /** The key of a basis, null where it cannot be read; its files are added to some. */
    private static String read(String text, Set<String> files) {
        try {
            JsonNode json = JSON.readTree(text == null ? "" : text);
            json.path("files").forEach(file -> files.add(file.asText()));
            return json.path("key").textValue();
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static void write(Case kase, String file, String key, Set<String> files) {
        ObjectNode json = JSON.createObjectNode().put("key", key);
        new TreeSet<>(files).forEach(json.putArray("files")::add);
        kase.files().writeText(file, json.toString());
    }

    /** True where the table is right for all but what is {@link #fresh}. */
    public boolean holds() {
        return holds;
    }

    /** Files of the log that the table knows nothing of: all, where the basis does not hold. */
    public Set<String> fresh() {
        return fresh;
    }

    /** To be called before the table is replaced. */
    public void begin() {
        kase.files().delete(file);
    }

    /** To be called once it is replaced. */
    public void end() {
        write(kase, file, key, files);
    }

    /** Says of a log that some of its files are now others, with the same rows. */
    static void compacted(Case kase, String log, Set<String> before, Set<String> after) {
        for (String made : kase.files().list(FOLDER + log)) {
            String file = FOLDER + log + "/" + made;
            Set<String> files = new HashSet<>();
            String key = read(kase.files().readText(file), files);
            if (key != null && files.containsAll(before)) {
                files.removeAll(before);
                files.addAll(after);
                write(kase, file, key, files);
            }
        }
    }

    /** Says of logs that which of their older records count has changed: all that was made of them is to be made anew. */
    static void shake(Case kase, Stream<String> logs) {
        logs.forEach(log -> kase.files().delete(FOLDER + log));
    }
}
