package io.coldtrail.report;

import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page as a strict parser sees it: one that fails on the first tag left open and the first quote that leaks. */
final class Dom {
    private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");
    private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");

    final String html;
    final String css;
    final String script;
    final Document document;

    Dom(String html) throws Exception {
        this.html = html;
        css = only(STYLE, html);
        script = only(SCRIPT, html);
        String markup = html.replace("<!doctype html>", "").replace(css, "").replace(script, "");
        document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(markup)));
    }

    private static String only(Pattern pattern, String html) {
        Matcher m = pattern.matcher(html);
        if (!m.find()) {
            throw new AssertionError("the page has no " + pattern);
        }
        return m.group(1);
    }

    List<Element> all(String tag) {
        return within(document.getDocumentElement(), tag).toList();
    }

    static Stream<Element> within(Element element, String tag) {
        NodeList nodes = element.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
    }

    /** Links in an element whose address begins so. */
    static List<Element> links(Element element, String begin) {
        return within(element, "a")
                .filter(a -> a.getAttribute("href").startsWith(begin))
                .toList();
    }

    Stream<String> attributes(String name) {
        return all("*").stream().filter(e -> e.hasAttribute(name)).map(e -> e.getAttribute(name));
    }

    Element id(String id) {
        return all("*").stream()
                .filter(e -> e.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no element has the id " + id));
    }
}
