package io.coldtrail.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The page: one HTML file that loads nothing. Its Content-Security-Policy allows the one style and the one script that
 * are in it, by their hashes; whatever else a log might smuggle in does not run.
 */
final class Page {
    /** Incidents told in full; the others stand in the list, and in the tables. */
    static final int MOST_INCIDENTS = 8;

    private static final PebbleEngine ENGINE = engine();

    private Page() {}

    static String html(CaseView view) {
        Names names = new Names(view.sessions());
        List<IncidentPart> parts = view.incidents().stream()
                .limit(MOST_INCIDENTS)
                .map(i -> IncidentPart.of(view, i, names))
                .toList();
        String css = resource("report.css");
        String script = resource("report.js");
        Map<String, Object> page = new HashMap<>();
        page.put("csp", policy(css, script));
        page.put("css", new SafeString(css));
        page.put("script", new SafeString(script));
        page.put("view", view);
        page.put("parts", parts);
        page.put("nothing", view.incidents().isEmpty() ? NoIncident.of(view) : null);
        page.put("names", names);
        page.put("register", new Register(view.findings(), parts, view.citations(), view.citedInAll()));
        page.put("clock", parts.isEmpty() ? new Clock(null) : clock(parts));
        page.put("people", People.of(view, names));
        StringWriter out = new StringWriter();
        try {
            ENGINE.getTemplate("page").evaluate(out, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** One incident of one day: its day goes without saying in the whole page. */
    private static Clock clock(List<IncidentPart> parts) {
        return parts.size() == 1 ? parts.get(0).clock() : new Clock(null);
    }

    static String policy(String css, String script) {
        return "default-src 'none'; style-src '" + hash(css) + "'; script-src '" + hash(script)
                + "'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PebbleEngine engine() {
        ClasspathLoader loader = new ClasspathLoader(Page.class.getClassLoader());
        loader.setPrefix("report");
        loader.setSuffix(".html");
        return new PebbleEngine.Builder()
                .loader(loader)
                .strictVariables(true)
                .addEscapingStrategy("report", Html::escape)
                .defaultEscapingStrategy("report")
                .extension(new PageFilters())
                .build();
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream("/report/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
