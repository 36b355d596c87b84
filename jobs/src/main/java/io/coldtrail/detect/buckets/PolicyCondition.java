package io.coldtrail.detect.buckets;

import com.fasterxml.jackson.databind.JsonNode;
import io.coldtrail.net.Cidr;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether the conditions of a statement for everyone keep strangers out, or are meant for strangers. */
final class PolicyCondition {
    /** Keys that say who calls or from where: fixed values of these make a statement one for somebody. */
    private static final Set<String> FIXING = Set.of(
            "aws:sourcearn",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:sourceowner",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:principalarn",
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:userid",
            "aws:username",
            "s3:dataaccesspointaccount",
            "s3:dataaccesspointarn",
            "s3:x-amz-server-side-encryption-aws-kms-key-id");

    private static final String SOURCE_IP = "aws:sourceip";
    private static final Set<String> IS =
            Set.of("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike");
    private static final Set<String> IS_NOT =
            Set.of("stringnotequals", "stringnotequalsignorecase", "stringnotlike", "arnnotequals", "arnnotlike");
    /** Networks wider than these are nobody's own: /8 of IPv4, counted in 128 bits, and /32 of IPv6. */
    private static final int WIDEST_V4 = 96 + 8;

    private static final int WIDEST_V6 = 32;
    /** A role whatever its session: AWS counts an Allow for it as public, but a Deny for all others keeps strangers out. */
    private static final Pattern ANY_SESSION = Pattern.compile("A(ROA|IDA)[A-Z0-9]+(:\\*)?");

    private PolicyCondition() {}

    /** True where no condition of an Allow holds it to fixed callers or places; all conditions must hold at once. */
    static boolean letsInStrangers(JsonNode conditions) {
        for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
            String name = operator.getKey().toLowerCase(Locale.ROOT).replace("foranyvalue:", "");
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                if (isFixed(name, IS, "ipaddress", key.getKey().toLowerCase(Locale.ROOT), key.getValue())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** True where each condition of a Deny holds for a stranger: it denies all but fixed callers or places. */
    static boolean holdsForStrangers(JsonNode conditions) {
        for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
            String name = operator.getKey()
                    .toLowerCase(Locale.ROOT)
                    .replace("foranyvalue:", "")
                    .replaceAll("ifexists$", "");
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                if (!isFixed(name, IS_NOT, "notipaddress", key.getKey().toLowerCase(Locale.ROOT), key.getValue())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isFixed(
            String operator, Set<String> operators, String ofAddresses, String key, JsonNode values) {
        List<String> texts = Json.texts(values);
        if (texts.isEmpty()) {
            return false;
        }
        if (key.equals(SOURCE_IP)) {
            return operator.equals(ofAddresses) && texts.stream().allMatch(PolicyCondition::isNarrow);
        }
        return FIXING.contains(key)
                && operators.contains(operator)
                && texts.stream()
                        .allMatch(v -> isFixed(key, v)
                                || operators == IS_NOT
                                        && key.equals("aws:userid")
                                        && ANY_SESSION.matcher(v).matches());
    }

    /** A caller or place of its own: no wildcard, but behind an account or role that is given. */
    private static boolean isFixed(String key, String value) {
        if (value.contains("${")) {
            return false;
        }
        int wild = value.indexOf('*') < 0 ? value.indexOf('?') : value.indexOf('*');
        return switch (key) {
            case "aws:principalarn", "aws:sourcearn", "s3:dataaccesspointarn" -> wild < 0
                    || value.substring(0, wild).matches("arn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:\\d{12}:.*");
            case "aws:principalorgpaths" -> wild < 0 || value.substring(0, wild).matches("o-[a-z0-9]+/.*");
            default -> wild < 0;
        };
    }

    private static boolean isNarrow(String network) {
        Cidr cidr = Cidr.parse(network);
        return cidr != null && cidr.bits() >= (network.contains(":") ? WIDEST_V6 : WIDEST_V4);
    }
}
