package io.coldtrail.report;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sets a sentence of a table: what stands between backticks, and what is plainly an identifier, becomes code. */
final class Prose {
    private static final Pattern IDENTIFIER = Pattern.compile("`([^`]+)`"
            + "|\\b(arn:aws[a-z-]*:[A-Za-z0-9:/_.+=,@*-]*[A-Za-z0-9*])"
            + "|\\b((?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{8,})\\b"
            + "|\\b((?:i|eni|sg|vpc|subnet|snap|vol|ami|acl|eipalloc)-[0-9a-f]{8,17})\\b"
            + "|(?<![\\d.])(\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d{1,2})?)(?![\\d.]*\\d)");

    private Prose() {}

    static SafeString html(String sentence) {
        return set(sentence, new Line()).html();
    }

    static Line set(String sentence, Line line) {
        int done = 0;
        for (Matcher m = IDENTIFIER.matcher(sentence); m.find(); ) {
            line.text(sentence.substring(done, m.start()));
            line.code(m.group(1) != null ? m.group(1) : m.group());
            done = m.end();
        }
        return line.text(sentence.substring(done));
    }
}
