package io.coldtrail.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.w3c.dom.Element;

/** What holds for every page, whatever is in it. */
final class PageRules {
    /** Larger pages are slow to open where it matters: on a borrowed laptop, in a mail. Bytes. */
    private static final int MOST = 3_000_000;

    private PageRules() {}

    /** Writes the report where a person can look at it, and holds it against the rules. */
    static Dom checked(String name, CaseView view) throws Exception {
        String html = Page.html(view);
        Path file = Path.of("target", "report", name, "index.html");
        Files.createDirectories(file.getParent());
        Files.writeString(file, html);
        Files.writeString(file.resolveSibling("summary.md"), Summary.of(view));
        Files.writeString(file.resolveSibling("timeline.csv"), TimelineCsv.of(view));
        int size = html.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size < MOST, size + " bytes");
        Dom page = new Dom(html);

        String policy = page.all("meta").stream()
                .filter(m -> m.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .map(m -> m.getAttribute("content"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "default-src 'none'; style-src 'sha256-" + hash(page.css) + "'; script-src 'sha256-" + hash(page.script)
                        + "'; img-src data:; base-uri 'none'; form-action 'none'",
                policy);
        assertTrue(html.indexOf("Content-Security-Policy") < html.indexOf("<style>"), "the policy comes first");

        Set<String> ids = new HashSet<>();
        page.attributes("id").forEach(id -> assertTrue(ids.add(id), "two elements are called " + id));
        page.attributes("href")
                .forEach(href -> assertTrue(
                        href.startsWith("#")
                                ? ids.contains(href.substring(1))
                                : href.startsWith("https://docs.aws.amazon.com/"),
                        href));
        assertEquals(1, page.all("script").size());
        for (Element e : page.all("*")) {
            assertFalse(
                    Set.of("img", "iframe", "object", "embed", "link", "base", "form")
                            .contains(e.getTagName()),
                    e.getTagName());
            for (int i = 0; i < e.getAttributes().getLength(); i++) {
                String attribute = e.getAttributes().item(i).getNodeName();
                assertFalse(
                        attribute.startsWith("on") || attribute.equals("style") || attribute.equals("src"), attribute);
            }
        }
        html.codePoints()
                .filter(c -> c != '\n' && c != '\t')
                .filter(c -> Character.getType(c) == Character.CONTROL || Character.getType(c) == Character.FORMAT)
                .forEach(c -> assertEquals("", String.format("U+%04X in the page", c)));
        return page;
    }

    private static String hash(String text) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
