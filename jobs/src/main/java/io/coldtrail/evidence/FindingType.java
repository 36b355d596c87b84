package io.coldtrail.evidence;

import io.coldtrail.lake.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A type of finding. The known ones, with GuardDuty's and Macie's names, stand in {@code schemas/asff/types.tsv}; a
 * rule that names none has a type of its own, {@code Rule/<rule id>}.
 *
 * @param name GuardDuty's name where the meaning is the same
 * @param asffType Security Hub's name, {@code namespace/category/classifier}
 * @param severity how bad it is, null where the rule decides
 * @param resourceType ASFF type of the resource that tells findings apart, null where the principal does
 * @param target where that resource stands in {@code requestParameters}, alternatives by comma; null where there is
 *     none to look up
 * @param title the finding in a few words, null where the rule has them
 */
record FindingType(String name, String asffType, Severity severity, String resourceType, String target, String title) {
    /** Several steps of an attack by one principal. */
    static final String ATTACK_SEQUENCE = "AttackSequence:IAM/CompromisedCredentials";

    static final String RULE = "Rule/";

    /** Stands in the name of every type about a bucket. */
    static final String OF_BUCKET = ":S3/";

    static final String BUCKET = "AwsS3Bucket";
    static final String INSTANCE = "AwsEc2Instance";
    static final String ACCOUNT = "AwsAccount";
    static final String BUCKET_PATH = "bucketName";

    private static final Map<String, FindingType> KNOWN = load();

    static Collection<FindingType> known() {
        return KNOWN.values();
    }

    /**
     * The type of that name.
     *
     * @param tactic ATT&CK tactic of its rule; files a type that is not known by name; may be null
     */
    static FindingType of(String name, String tactic) {
        FindingType known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        boolean bucket = name.contains(OF_BUCKET);
        return new FindingType(
                name,
                category(tactic) + "/" + classifier(name),
                null,
                bucket ? BUCKET : null,
                bucket ? BUCKET_PATH : null,
                null);
    }

    /** The same type, about a resource of that ASFF type: a hit knows what it is about. */
    FindingType about(String resource) {
        return resource == null ? this : new FindingType(name, asffType, severity, resource, target, title);
    }

    private static String classifier(String name) {
        String clean = AsffText.clean(name.replace('/', '-'), AsffLimits.CLASSIFIER);
        return clean == null ? "Unnamed" : clean;
    }

    /** Where Security Hub files a tactic of ATT&CK, as its own integrations do. */
    private static String category(String tactic) {
        return switch (tactic == null ? "" : tactic) {
            case "initial-access" -> "TTPs/Initial Access";
            case "execution" -> "TTPs/Execution";
            case "persistence" -> "TTPs/Persistence";
            case "privilege-escalation" -> "TTPs/Privilege Escalation";
            case "defense-evasion", "stealth", "defense-impairment" -> "TTPs/Defense Evasion";
            case "credential-access" -> "TTPs/Credential Access";
            case "discovery", "reconnaissance" -> "TTPs/Discovery";
            case "lateral-movement" -> "TTPs/Lateral Movement";
            case "collection" -> "TTPs/Collection";
            case "command-and-control" -> "TTPs/Command and Control";
            case "exfiltration" -> "Effects/Data Exfiltration";
            case "impact" -> "TTPs/Impact";
            default -> "TTPs";
        };
    }

    private static Map<String, FindingType> load() {
        Map<String, FindingType> types = new TreeMap<>();
        try (InputStream in = FindingType.class.getResourceAsStream("/schemas/asff/types.tsv")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().skip(1).map(line -> line.split("\t", -1)).forEach(cell -> {
                Severity severity = Severity.of(cell[2]).orElse(null);
                types.put(
                        cell[0],
                        new FindingType(cell[0], cell[1], severity, orNull(cell[3]), orNull(cell[4]), orNull(cell[5])));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(types);
    }

    private static String orNull(String cell) {
        return cell.isEmpty() ? null : cell;
    }
}
