package io.coldtrail.detect;

import io.coldtrail.detect.intel.ThreatList;
import io.coldtrail.detect.intel.ThreatLists;
import io.coldtrail.detect.sigma.RuleSet;
import io.coldtrail.detect.sigma.RuleText;
import io.coldtrail.detect.sigma.ValueList;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What detection runs on, as text: small enough to be sent to executors, each of which compiles it once.
 *
 * @param rules files of rules
 * @param threatLists files of addresses
 */
record DetectionInput(List<RuleText> rules, List<ListText> threatLists) implements Serializable {
    /** Name by which a rule asks for the threat lists. */
    static final String THREAT_LISTS = "threat_lists";

    /** A threat list: its name, as the user knows it, and its text. */
    record ListText(String name, String text) implements Serializable {}

    RuleSet compile() {
        Map<String, ValueList> lists = Map.of(
                THREAT_LISTS,
                new ThreatLists(threatLists().stream()
                        .map(list -> ThreatList.read(list.name(), list.text()))
                        .toList()));
        return RuleSet.read(rules, lists);
    }

    /** SHA-256 of all of it, hex. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            rules.forEach(rule -> update(digest, rule.file(), rule.text()));
            digest.update((byte) 1);
            threatLists.forEach(list -> update(digest, list.name(), list.text()));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest digest, String name, String text) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
