package io.coldtrail.detect.intel;

import io.coldtrail.net.Cidr;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of addresses and networks, one a line, as GuardDuty's TXT format has it. Blank lines and comments (from
 * {@code #} or {@code ;}) are skipped; a byte order mark, either line end, and IPv6 are read.
 *
 * @param name name of the list
 * @param entries what it lists, in its order
 * @param bad lines that are no address and no network
 * @param badSample the first of them, with their numbers
 */
public record ThreatList(String name, List<Cidr> entries, int bad, List<String> badSample) {
    private static final int SAMPLE = 3;
    /** More of a line is noise in a message. */
    private static final int SHOWN = 60;

    public static ThreatList read(String name, String text) {
        List<Cidr> entries = new ArrayList<>();
        List<String> sample = new ArrayList<>();
        int bad = 0;
        int number = 0;
        for (String line : text.split("\r\n|\n|\r")) {
            number++;
            String entry = entry(line);
            if (entry.isEmpty()) {
                continue;
            }
            Cidr network = Cidr.parse(entry);
            if (network != null) {
                entries.add(network);
            } else if (++bad <= SAMPLE) {
                sample.add(name + ":" + number + ": "
                        + entry.substring(0, Math.min(SHOWN, entry.length())).replaceAll("\\p{Cntrl}", "?"));
            }
        }
        return new ThreatList(name, List.copyOf(entries), bad, List.copyOf(sample));
    }

    private static String entry(String line) {
        String entry = line.startsWith("\ufeff") ? line.substring(1) : line;
        for (int i = 0; i < entry.length(); i++) {
            if (entry.charAt(i) == '#' || entry.charAt(i) == ';') {
                entry = entry.substring(0, i);
            }
        }
        return entry.strip();
    }
}
