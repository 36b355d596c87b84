package io.coldtrail.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What calls are in words: {@code schemas/verbs.csv}, and for the others by how AWS names calls. */
final class Verbs {
    private static final Map<Api, Verb> LISTED = load();
    private static final Pattern READS =
            Pattern.compile("(Describe|Get|List|Head|Lookup|Search|BatchGet|Scan|Query|Select|Simulate|Check|View).*");

    private Verbs() {}

    private static Map<Api, Verb> load() {
        Map<Api, Verb> verbs = new HashMap<>();
        for (List<String> row : Csv.read("/schemas/verbs.csv")) {
            verbs.put(
                    new Api(row.get(0), row.get(1)),
                    new Verb(
                            Verb.Kind.of(row.get(2)),
                            row.get(3),
                            row.get(4),
                            orNull(row.get(5)),
                            row.get(6),
                            row.get(7),
                            orNull(row.get(8)),
                            orNull(row.get(9)),
                            row.get(10)));
        }
        return verbs;
    }

    private static String orNull(String field) {
        return field.isEmpty() ? null : field;
    }

    static Verb of(Api api) {
        Verb verb = LISTED.get(api);
        if (verb != null) {
            return verb;
        }
        boolean reads = api.name() != null && READS.matcher(api.name()).matches();
        return new Verb(
                reads ? Verb.Kind.READ : Verb.Kind.OTHER,
                "called " + api,
                "call " + api,
                null,
                "",
                "",
                reads ? "discovery" : null,
                null,
                "");
    }
}
