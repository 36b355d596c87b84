package io.coldtrail.detect.sigma;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of one record's fields, read when first asked for: a JSON column is parsed at most once, and only where a
 * candidate rule asks. JSON that cannot be parsed has no fields. Used by one thread, record after record.
 */
final class RecordFields {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An account in an ARN, or as a text of its own. */
    private static final Pattern ACCOUNT =
            Pattern.compile("arn:aws[a-z-]{0,16}:[a-z0-9-]{0,32}:[a-z0-9-]{0,32}:([0-9]{12}):|\"([0-9]{12})\"");

    private final Fields fields;
    private final List<List<Value>> values;
    private final JsonNode[] trees;
    private FieldView record;
    private boolean missed;

    RecordFields(Fields fields) {
        this.fields = fields;
        this.values = new ArrayList<>(Collections.nCopies(fields.size(), null));
        this.trees = new JsonNode[fields.columns().size()];
    }

    /** Turns to another record. */
    void turnTo(FieldView next) {
        record = next;
        Collections.fill(values, null);
        Arrays.fill(trees, null);
    }

    /** Turns to another rule. */
    void begin() {
        missed = false;
    }

    /** True where the rule asked for what stands in {@code raw} alone, and raw was left out: it cannot be held. */
    boolean missed() {
        return missed;
    }

    /** Values of a field: none where it is absent or null, one for each element of an array. */
    List<Value> values(int slot) {
        List<Value> known = values.get(slot);
        if (known == null) {
            known = read(slot);
            values.set(slot, known);
        }
        if (known.isEmpty()) {
            missed |= fields.inRaw(slot) && record.column(fields.source(slot).column()) == null;
        }
        return known;
    }

    private List<Value> read(int slot) {
        Fields.Source source = fields.source(slot);
        String text = record.column(source.column());
        if (text == null || source.json() && text.equals("null")) {
            return List.of();
        }
        if (fields.name(slot).equals(Fields.OTHER_ACCOUNT)) {
            return otherAccounts(text, record.column(fields.accountColumn()));
        }
        if (source.path() == null) {
            return List.of(new Value(text));
        }
        List<Value> found = new ArrayList<>();
        collect(tree(source.column(), text), source.path(), found);
        return found;
    }

    private JsonNode tree(int column, String text) {
        if (trees[column] == null) {
            trees[column] = parse(text);
        }
        return trees[column];
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Walks down a dotted path; through arrays, by every element. */
    private static void collect(JsonNode node, String path, List<Value> found) {
        if (node.isArray()) {
            node.forEach(element -> collect(element, path, found));
            return;
        }
        if (path == null) {
            add(node, found);
            return;
        }
        // a key may have dots of its own, as the claims of an identity provider have
        JsonNode whole = node.get(path);
        if (whole != null) {
            collect(whole, null, found);
            return;
        }
        int dot = path.indexOf('.');
        JsonNode child = dot < 0 ? null : node.get(path.substring(0, dot));
        if (child != null) {
            collect(child, path.substring(dot + 1), found);
        }
    }

    private static void add(JsonNode leaf, List<Value> found) {
        if (!leaf.isNull() && !leaf.isMissingNode()) {
            found.add(new Value(leaf.isValueNode() ? leaf.asText() : leaf.toString()));
        }
    }

    private static List<Value> otherAccounts(String request, String own) {
        List<Value> found = new ArrayList<>();
        Matcher accounts = ACCOUNT.matcher(request);
        while (accounts.find()) {
            String account = accounts.group(1) != null ? accounts.group(1) : accounts.group(2);
            if (!account.equals(own)) {
                found.add(new Value(account));
            }
        }
        return found;
    }
}
