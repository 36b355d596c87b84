package io.coldtrail.logs.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The scanner against Jackson, which is the judge of what is JSON and of what a field holds. */
class JsonScannerTest {
    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String RECORD =
            """
            {"eventVersion":"1.08","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::1:user/é\\u00e9 \\ud83d\\ude00",\
            "sessionContext":{"attributes":{"mfaAuthenticated":"true"}}},"n":[1,-2.5e+3,0.0,true,false,null,{},[]],\
            "userAgent":"[aws-cli \\"x\\" \\\\ \\/ \\b\\f\\n\\r\\t]","requestParameters":{"a":{"b":["c",{"d":"e"}]}},\
            "esc\\u0061ped":"name","empty":"","last":12}""";

    @Test
    void acceptsAndRefusesAsJacksonDoes() {
        Random random = new Random(42);
        byte[] whole = RECORD.getBytes(StandardCharsets.UTF_8);
        byte[] alphabet = "\"\\{}[]:,0123456789.eE+-tfnul a\n\t\u0001".getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        int rounds = 20_000;
        for (int i = 0; i < rounds; i++) {
            byte[] bytes = whole.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = alphabet[random.nextInt(alphabet.length)];
            }
            boolean valid = jacksonAccepts(bytes);
            refused += valid ? 0 : 1;
            assertEquals(
                    valid,
                    scannerAccepts(bytes),
                    () -> "the two differ on " + new String(bytes, StandardCharsets.UTF_8));
        }
        assertEquals(true, refused > rounds / 10 && refused < rounds * 19 / 20, "the changes test both answers");
    }

    @Test
    void findsFieldsAsJacksonDoes() throws Exception {
        FieldTree tree = new FieldTree();
        String[] paths = {
            "eventVersion",
            "userIdentity.arn",
            "userIdentity.sessionContext.attributes.mfaAuthenticated",
            "n",
            "userAgent",
            "requestParameters",
            "requestParameters.a.b",
            "escaped",
            "empty",
            "last",
            "absent",
            "n.absent"
        };
        for (int i = 0; i < paths.length; i++) {
            tree.want(paths[i], i);
        }
        byte[] bytes = RECORD.getBytes(StandardCharsets.UTF_8);
        JsonScanner scanner = new JsonScanner();
        scanner.over(bytes, bytes.length);
        JsonFields fields = new JsonFields(scanner, tree, paths.length);
        assertEquals(bytes.length, fields.scan(0));
        JsonNode record = JACKSON.readTree(bytes);
        for (int i = 0; i < paths.length; i++) {
            JsonNode expected = record.at("/" + paths[i].replace('.', '/'));
            String found = fields.text(i);
            if (expected.isMissingNode()) {
                assertEquals(null, found, paths[i]);
            } else if (expected.isContainerNode()) {
                assertEquals(expected, JACKSON.readTree(found), paths[i]);
            } else {
                assertEquals(expected.asText(), found, paths[i]);
            }
        }
    }

    private static boolean jacksonAccepts(byte[] bytes) {
        try {
            return JACKSON.readTree(bytes).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean scannerAccepts(byte[] bytes) {
        JsonScanner scanner = new JsonScanner();
        scanner.over(bytes, bytes.length);
        try {
            int from = scanner.space(0);
            if (scanner.at(from) != '{') {
                return false;
            }
            int end = scanner.value(from, 0);
            while (end < bytes.length && bytes[end] <= ' ' && " \n\r\t".indexOf(bytes[end]) >= 0) {
                end++;
            }
            return end == bytes.length && JsonText.isUtf8(bytes, 0, bytes.length);
        } catch (MalformedJson | EndOfWindow e) {
            return false;
        }
    }
}
