package io.coldtrail.trace.exposure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What an object seems to hold, by its name alone: grade C, for nobody has looked inside. */
public final class Contents {
    public static final String CREDENTIALS = "keys or passwords";
    private static final String PEOPLE = "data about people";
    private static final String MAIL = "mail";
    private static final String COPY = "a copy of a database or disk";

    private static final Map<Pattern, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(
                Pattern.compile("passw|credential|secret|token|api.?key|private.?key|id_(rsa|dsa|ecdsa|ed25519)"
                        + "|\\.(pem|pfx|p12|ppk|kdbx|jks|ovpn)$|(^|/)\\.?(env|htpasswd|netrc|pgpass|npmrc)(\\.|$)"
                        + "|(^|/)shadow$"),
                CREDENTIALS);
        // a program's settings are where people leave its keys
        NAMES.put(
                Pattern.compile("(^|[/_.-])(config|settings|terraform)\\.(py|json|ya?ml|ini|php|js|tfvars|tfstate)$"
                        + "|\\.tfstate$|kubeconfig|wp-config"),
                CREDENTIALS);
        NAMES.put(
                Pattern.compile(
                        "employee|customer|patient|payroll|salar|ssn|social.?sec|passport|credit|card|personal|hr[-_/]"),
                PEOPLE);
        NAMES.put(Pattern.compile("\\.(pst|ost|mbox|eml)$"), MAIL);
        NAMES.put(Pattern.compile("\\.(sql|dump|bak|mdb|sqlite|vmdk|vhd)(\\.(gz|zip|bz2|xz))?$|backup"), COPY);
    }

    private Contents() {}

    /** Null where the name says nothing. */
    public static String of(String key) {
        if (key == null) {
            return null;
        }
        String name = key.toLowerCase(Locale.ROOT);
        return NAMES.entrySet().stream()
                .filter(n -> n.getKey().matcher(name).find())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** One pattern for all names that say something. */
    static String anyPattern() {
        return "(?i)"
                + String.join("|", NAMES.keySet().stream().map(Pattern::pattern).toList());
    }
}
