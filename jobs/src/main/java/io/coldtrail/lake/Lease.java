package io.coldtrail.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Says who may write to a case, and until when if he is not heard of again.
 *
 * @param id of the run
 * @param host name of its machine, for people
 * @param processes where process ids are counted together: a boot of a machine, or a container in it
 * @param pid its process there
 * @param command what it was told
 * @param since when it began to write
 * @param until when the lease is over
 */
record Lease(String id, String host, String processes, long pid, String command, Instant since, Instant until) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A new one, of this process. */
    static Lease of(String command, Duration length) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String id = UUID.randomUUID().toString();
        return new Lease(id, thisHost(), thesePids(), ProcessHandle.current().pid(), command, now, now.plus(length));
    }

    Lease renewed(Duration length) {
        return new Lease(id, host, processes, pid, command, since, Instant.now().plus(length));
    }

    /** True where it holds nobody off: its time is over, or its process, which this one would see, is gone. */
    boolean isOver() {
        boolean dead = processes.equals(thesePids()) && ProcessHandle.of(pid).isEmpty();
        return dead || Instant.now().isAfter(until);
    }

    /** Who it is, for a message. */
    String owner() {
        return "\"" + command + "\" (process " + pid + " on " + host + ", since " + since + ")";
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    /** Containers count processes of their own, and may share a name: on Linux these are told apart. */
    private static String thesePids() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException e) {
            return thisHost();
        }
    }

    String toText() {
        return JSON.createObjectNode()
                        .put("id", id)
                        .put("host", host)
                        .put("processes", processes)
                        .put("pid", pid)
                        .put("command", command)
                        .put("since", since.toString())
                        .put("until", until.toString())
                        .toPrettyString()
                + "\n";
    }

    /** The lease of a text; none where it is empty, or broken off: who wrote it was killed as he did. */
    static Optional<Lease> fromText(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.hasNonNull("id")
                    ? Optional.of(new Lease(
                            json.path("id").asText(),
                            json.path("host").asText(),
                            json.path("processes").asText(),
                            json.path("pid").asLong(),
                            json.path("command").asText(),
                            Instant.parse(json.path("since").asText()),
                            Instant.parse(json.path("until").asText())))
                    : Optional.empty();
        } catch (JsonProcessingException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
