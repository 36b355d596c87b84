package io.coldtrail.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A finding in Security Hub's form, ASFF 2018-10-08, as {@code schemas/asff/finding.schema.json} describes it. All of
 * it is content but the two times of the finding itself, which are put in last.
 */
final class AsffFinding {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

    /** Members of ProductFields carry the name of who made them. */
    private static final String OURS = "coldtrail/";

    /** Stands in the name of every type about a caller on a threat list. */
    private static final String OF_LIST = "MaliciousIPCaller";

    /** Room for CreatedAt and UpdatedAt with their names. */
    private static final int TIMES_BYTES = 100;

    private final ObjectNode content;
    private final String hash;

    private AsffFinding(ObjectNode content, byte[] bytes) {
        this.content = content;
        this.hash = HexFormat.of().formatHex(sha256(bytes));
    }

    /**
     * The finding without its times.
     *
     * @param place where it is imported
     */
    static AsffFinding of(Finding finding, AwsPlace place) {
        ObjectNode content = JSON.createObjectNode();
        content.put("SchemaVersion", "2018-10-08");
        content.put("Id", OURS + finding.id());
        content.put("ProductArn", place.productArn());
        content.put("ProductName", "coldtrail");
        content.put("GeneratorId", AsffText.clean(OURS + generator(finding.type()), AsffLimits.ID));
        content.put("AwsAccountId", place.accountId());
        content.putArray("Types").add(finding.type().asffType());
        times(
                content,
                "FirstObservedAt",
                finding.deeds().first(),
                "LastObservedAt",
                finding.deeds().last());
        content.putObject("Severity").put("Label", finding.severity().name());
        content.put("Confidence", finding.confidence());
        content.put("Title", FindingWording.title(finding));
        content.put("Description", FindingWording.description(finding));
        remediation(finding.mainRule(), content);
        productFields(finding, content.putObject("ProductFields"));
        ArrayNode resources = content.putArray("Resources");
        AsffResources.write(finding, place, resources);
        if (finding.deeds().calls().isEmpty() && !finding.hits().named().isEmpty()) {
            connection(finding, content);
        } else {
            action(finding.deeds(), content);
        }
        threats(finding, content);
        content.put("RecordState", "ACTIVE");
        provider(finding, content.putObject("FindingProviderFields"));
        byte[] bytes = bytes(content);
        while (bytes.length > AsffLimits.FINDING_BYTES - TIMES_BYTES && resources.size() > 1) {
            resources.remove(resources.size() - 1);
            bytes = bytes(content);
        }
        return new AsffFinding(content, bytes);
    }

    /** SHA-256 of all but the times, hex. */
    String hash() {
        return hash;
    }

    /** The finding as one line of JSON. */
    String json(Instant created, Instant updated) {
        ObjectNode whole = content.deepCopy();
        whole.put("CreatedAt", TIME.format(created));
        whole.put("UpdatedAt", TIME.format(updated));
        return text(whole);
    }

    private static String generator(FindingType type) {
        return type.name().startsWith(FindingType.RULE)
                ? type.name().substring(FindingType.RULE.length())
                : type.name();
    }

    /** Security Hub takes severity and types of an update from here; at the top they serve older readers. */
    private static void provider(Finding finding, ObjectNode fields) {
        fields.put("Confidence", finding.confidence());
        fields.putObject("Severity")
                .put("Label", finding.severity().name())
                .put("Original", finding.severity().word());
        fields.putArray("Types").add(finding.type().asffType());
    }

    private static void remediation(FindingRule rule, ObjectNode content) {
        String text = AsffText.clean(rule.remediation(), AsffLimits.REMEDIATION);
        if (text == null) {
            return;
        }
        ObjectNode recommendation =
                content.putObject("Remediation").putObject("Recommendation").put("Text", text);
        String url = AsffText.clean(rule.url(), AsffLimits.ARN);
        if (url != null && (url.startsWith("https://") || url.startsWith("http://"))) {
            recommendation.put("Url", url);
        }
    }

    private static void productFields(Finding finding, ObjectNode fields) {
        Finding.Deeds deeds = finding.deeds();
        FindingRule rule = finding.mainRule();
        field(fields, "type", finding.type().name());
        field(fields, "incident", deeds.incidentId());
        field(fields, "actor", FindingWording.actor(deeds.actor()));
        field(fields, "grade", deeds.grade());
        field(fields, "principal", finding.principal().arn());
        field(fields, "principal-id", finding.principal().id());
        field(fields, "tactic", rule.tactic());
        field(fields, "technique", rule.technique());
        field(fields, "rules", finding.rules().stream().map(FindingRule::id).collect(Collectors.joining(", ")));
        field(
                fields,
                "addresses",
                deeds.addresses().stream().map(Finding.Count::value).collect(Collectors.joining(", ")));
        field(fields, "calls", counts(deeds));
        field(fields, "events", Long.toString(deeds.n()));
        field(fields, "events-denied", Long.toString(deeds.denied()));
        field(fields, "events-attacker", Long.toString(deeds.attacker()));
        field(fields, "events-set-aside", Long.toString(deeds.all() - deeds.n()));
        for (Finding.Hit hit : finding.hits()
                .named()
                .subList(0, Math.min(1, finding.hits().named().size()))) {
            field(fields, "verdict", hit.verdict());
            field(fields, "verdict-time", hit.verdictTime() == null ? null : TIME.format(hit.verdictTime()));
            field(fields, "host-user", hit.hostUser());
            field(fields, "local-address", hit.localIp());
            field(fields, "bytes", hit.bytes() == null ? null : Long.toString(hit.bytes()));
            field(fields, "score", hit.score() == null ? null : Double.toString(hit.score()));
        }
        field(fields, "evidence-first", place(deeds.firstPlace()));
        field(fields, "evidence-last", place(deeds.lastPlace()));
    }

    private static String counts(Finding.Deeds deeds) {
        return deeds.calls().stream().map(c -> c.value() + " " + c.n()).collect(Collectors.joining(", "));
    }

    /** Object, place in it, bytes in the uncompressed object where it has any: enough to fetch the record. */
    private static String place(Finding.Place place) {
        if (place == null) {
            return null;
        }
        return place.offset() == null
                ? String.format(Locale.ROOT, "%s record %d event %s", place.object(), place.index(), place.eventId())
                : String.format(
                        Locale.ROOT,
                        "%s record %d bytes %d+%d event %s",
                        place.object(),
                        place.index(),
                        place.offset(),
                        place.length(),
                        place.eventId());
    }

    private static void field(ObjectNode fields, String name, String value) {
        String clean = AsffText.clean(value, AsffLimits.PRODUCT_FIELD);
        if (clean != null) {
            fields.put(OURS + name, clean);
        }
    }

    private static void action(Finding.Deeds deeds, ObjectNode content) {
        if (deeds.calls().isEmpty()) {
            return;
        }
        String[] call = deeds.calls().get(0).value().split(" ", 2);
        String service = AsffText.clean(call[0], AsffLimits.API);
        String api = AsffText.clean(call.length > 1 ? call[1] : null, AsffLimits.API);
        if (service == null || api == null) {
            return;
        }
        ObjectNode action = content.putObject("Action");
        action.put("ActionType", "AWS_API_CALL");
        ObjectNode details = action.putObject("AwsApiCallAction");
        details.put("Api", api).put("ServiceName", service);
        caller(deeds, details);
        times(details, "FirstSeen", deeds.first(), "LastSeen", deeds.last());
    }

    /** The connection of the gravest hit, seen from the resource. */
    private static void connection(Finding finding, ObjectNode content) {
        Finding.Hit hit = finding.hits().named().get(0);
        if (hit.remoteIp() == null || !IPV4.matcher(hit.remoteIp()).matches()) {
            return;
        }
        boolean out = finding.role().equals("ACTOR");
        ObjectNode action = content.putObject("Action");
        action.put("ActionType", "NETWORK_CONNECTION");
        ObjectNode details = action.putObject("NetworkConnectionAction");
        details.put("ConnectionDirection", out ? "OUT" : "IN");
        details.putObject("RemoteIpDetails").put("IpAddressV4", hit.remoteIp());
        if (hit.port() != null) {
            details.putObject(out ? "RemotePortDetails" : "LocalPortDetails").put("Port", hit.port());
        }
    }

    /** Addresses on a threat list, where that is what the finding is of. */
    private static void threats(Finding finding, ObjectNode content) {
        if (!finding.type().name().contains(OF_LIST)) {
            return;
        }
        List<String> listed = finding.hits().named().stream()
                .map(Finding.Hit::remoteIp)
                .filter(ip -> ip != null && IPV4.matcher(ip).matches())
                .distinct()
                .limit(AsffLimits.INDICATORS)
                .toList();
        if (!listed.isEmpty()) {
            ArrayNode indicators = content.putArray("ThreatIntelIndicators");
            listed.forEach(
                    ip -> indicators.addObject().put("Type", "IPV4_ADDRESS").put("Value", ip));
        }
    }

    /** The most frequent address that ASFF has a field for: IPv4, or the name of a service. */
    private static void caller(Finding.Deeds deeds, ObjectNode details) {
        for (Finding.Count address : deeds.addresses()) {
            String value = address.value();
            if (IPV4.matcher(value).matches()) {
                details.put("CallerType", "remoteip");
                details.putObject("RemoteIpDetails").put("IpAddressV4", value);
                return;
            }
            if (value.length() <= AsffLimits.DOMAIN && HOST.matcher(value).matches()) {
                details.put("CallerType", "domain");
                details.putObject("DomainDetails").put("Domain", value);
                return;
            }
        }
    }

    private static void times(ObjectNode node, String firstName, Instant first, String lastName, Instant last) {
        if (first != null && last != null) {
            node.put(firstName, TIME.format(first));
            node.put(lastName, TIME.format(last));
        }
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
