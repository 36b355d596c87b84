package io.coldtrail.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Which addresses are AWS's own, by a dated list in the jar made from AWS's published {@code ip-ranges.json}. */
public final class AwsRanges {
    private static final PrefixSet RANGES = load();

    private AwsRanges() {}

    /** True where the address lies in a range that AWS published. */
    public static boolean contains(IpAddress address) {
        return RANGES.contains(address);
    }

    private static PrefixSet load() {
        List<Cidr> ranges = new ArrayList<>();
        try (InputStream in = AwsRanges.class.getResourceAsStream("aws-ranges.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    ranges.add(Cidr.parse(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PrefixSet.of(ranges);
    }
}
