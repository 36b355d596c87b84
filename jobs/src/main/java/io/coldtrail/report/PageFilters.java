package io.coldtrail.report;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the templates may do with a value. Those that return HTML escape what they are given. */
final class PageFilters extends AbstractExtension {
    private static final int FEW = 4;
    private static final int WORD = 40;
    private static final int CELL = 160;
    /** The longest key that S3 takes is 1,024 bytes. */
    private static final int KEY = 1_024;

    @Override
    public Map<String, Filter> getFilters() {
        return Map.ofEntries(
                Map.entry("prose", filter(v -> Prose.html(v.toString()))),
                Map.entry("lines", filter(v -> new SafeString(Html.escapeLines(v.toString())))),
                Map.entry("code", filter(v -> new Line()
                        .code(Words.cut(v.toString(), CELL))
                        .html())),
                Map.entry("codes", filter(v -> codes((List<?>) v))),
                Map.entry("few", filter(v -> few((List<?>) v))),
                Map.entry("count", filter(v -> count(((Number) v).longValue()))),
                Map.entry("plain", filter(v -> word(v))),
                Map.entry("enum", filter(v -> breakable(v.toString()))),
                Map.entry("title", filter(v -> Words.title(word(v)))),
                Map.entry("cut", filter(v -> Words.cut(v.toString(), CELL))),
                Map.entry("long", filter(v -> Words.cut(v.toString(), KEY))),
                Map.entry("resource", filter(v -> Names.resource(v.toString()))),
                Map.entry("principal", filter(v -> Names.principal(v.toString()))),
                Map.entry("hash", filter(v -> Words.cut(v.toString(), 17))));
    }

    /** A word of a closed list; whatever else stands there is cut to a word's length. */
    private static String word(Object value) {
        return Words.cut(Words.plain(value.toString()), WORD);
    }

    /** Zero is grey: it says that there was nothing. */
    private static SafeString count(long n) {
        return new SafeString(n == 0 ? "<span class=\"z\">0</span>" : Words.count(n));
    }

    /** READ_PROVEN, which may break after each underscore. */
    private static SafeString breakable(String word) {
        return new SafeString(Html.escape(Words.cut(word, WORD)).replace("_", "_<wbr/>"));
    }

    private static String few(List<?> texts) {
        String shown = texts.stream()
                .limit(FEW)
                .map(t -> Words.cut(t.toString(), CELL))
                .collect(Collectors.joining(", "));
        return texts.size() > FEW ? shown + " and " + Words.count(texts.size() - FEW) + " more" : shown;
    }

    private static SafeString codes(List<?> texts) {
        return new Line()
                .codes(texts.stream().map(t -> Words.cut(t.toString(), CELL)).toList(), FEW)
                .html();
    }

    /** A filter of no arguments; of nothing it makes nothing. */
    private static Filter filter(Function<Object, Object> filter) {
        return new Filter() {
            @Override
            public Object apply(
                    Object input, Map<String, Object> args, PebbleTemplate self, EvaluationContext context, int line) {
                return input == null ? "" : filter.apply(input);
            }

            @Override
            public List<String> getArgumentNames() {
                return List.of();
            }
        };
    }
}
