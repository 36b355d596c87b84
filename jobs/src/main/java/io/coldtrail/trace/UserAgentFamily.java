package io.coldtrail.trace;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The tool behind a user agent, without versions and run ids: what stays the same when a tool is updated, and differs
 * when another hand is at work.
 */
final class UserAgentFamily {
    /** Enough for any tool's name; the text is the caller's own, so it may be anything. */
    private static final int MAX_LENGTH = 40;

    /** Tools that name themselves behind the library they call with, most telling first. */
    private static final String[] TOOLS = {
        "amazon-ssm-agent", "stratus-red-team", "terraform", "pulumi", "cloudformation", "s3console", "aws-cli", "pacu",
    };

    private static final Pattern RUN_ID = Pattern.compile("[_-]?[0-9a-f]{8}-[0-9a-f-]{27,}|[_-][0-9a-f]{16,}");
    private static final Pattern END_OF_NAME = Pattern.compile("[/\\s;,(\\[]");

    /** An archive has many records of few; what an attacker makes up must not fill memory. */
    private static final int KNOWN = 4_096;

    private static final int LONGEST_KNOWN = 1_024;

    private static final Map<String, String> FAMILIES = new ConcurrentHashMap<>();

    private UserAgentFamily() {}

    /** The family, in lower case; empty where there is no user agent. */
    static String of(String userAgent) {
        if (userAgent == null || userAgent.isBlank()) {
            return "";
        }
        String known = FAMILIES.get(userAgent);
        if (known != null) {
            return known;
        }
        String family = find(userAgent);
        if (FAMILIES.size() < KNOWN && userAgent.length() <= LONGEST_KNOWN) {
            FAMILIES.put(userAgent, family);
        }
        return family;
    }

    private static String find(String userAgent) {
        String text = userAgent.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("[") && text.length() > 1) {
            text = text.substring(1).strip();
        }
        if (text.startsWith("mozilla/")) {
            return "browser";
        }
        if (text.startsWith("console.") || text.startsWith("signin.") || text.equals("aws internal")) {
            return "console";
        }
        for (String tool : TOOLS) {
            if (text.contains(tool)) {
                return tool;
            }
        }
        String name = RUN_ID.matcher(text).replaceAll("");
        if (name.contains(" console, aws-internal/") || name.startsWith("aws-internal/")) {
            return "console";
        }
        String first = END_OF_NAME.split(name, 2)[0];
        if (first.endsWith("]")) {
            first = first.substring(0, first.length() - 1);
        }
        return first.substring(0, Math.min(MAX_LENGTH, first.length()));
    }
}
