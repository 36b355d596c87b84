package io.coldtrail.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Text of a log, on its way into HTML, CSV and Markdown. */
class TextSafetyTest {
    @Test
    void showsWhatWouldHide() {
        assertEquals("invoice\u27e8U+202E\u27e9fdp.exe", Visible.line("invoice\u202Efdp.exe"));
        assertEquals("a\u27e8U+00A0\u27e9b\u27e8U+200B\u27e9\u27e8U+3164\u27e9", Visible.line("a\u00A0b\u200B\u3164"));
        assertEquals("\u27e8U+D800\u27e9\u27e8U+E0041\u27e9", Visible.line("\uD800" + Character.toString(0xE0041)));
        assertEquals("a\u27e8U+000A\u27e9b", Visible.line("a\nb"));
        assertEquals("a\nb\u27e8U+000D\u27e9", Visible.lines("a\nb\r"));
        assertEquals("M\u00fcller \u6f22\u5b57 \ud83d\ude00", Visible.line("M\u00fcller \u6f22\u5b57 \ud83d\ude00"));
    }

    @Test
    void setsIdentifiersAsCode() {
        assertEquals(
                "made <code>a&lt;b</code> from <code>203.0.113.66</code> as <code>ASIA5EXAMPLE7NKD4WVR</code>, 1.2.3",
                Prose.html("made `a<b` from 203.0.113.66 as ASIA5EXAMPLE7NKD4WVR, 1.2.3")
                        .toString());
        assertEquals("one ` alone", Prose.html("one ` alone").toString());
    }

    @Test
    void writesCellsThatStayText() {
        assertEquals("'=cmd|' /C calc'!A0", Csv.cell("=cmd|' /C calc'!A0"));
        assertEquals("' @SUM(A1)", Csv.cell(" @SUM(A1)"));
        assertEquals("'-1+1", Csv.cell("-1+1"));
        assertEquals("\"a,\"\"b\"\"\"", Csv.cell("a,\"b\""));
        assertEquals("\u27e8U+0009\u27e9=1", Csv.cell("\t=1"));
        assertEquals("plain", Csv.cell("plain"));
    }

    @Test
    void writesMarkdownThatStaysText() {
        assertEquals("\\[x\\](y) \\*b\\* &lt;i&gt; !", Markdown.text("[x](y) *b* <i> !"));
        assertEquals("\\- item", Markdown.text("- item"));
        assertEquals("1\\. item", Markdown.text("1. item"));
        assertEquals(
                "ask `@everyone` at `https://evil.example/x`",
                Markdown.text("ask @everyone at https://evil.example/x"));
        assertEquals("read `config.py`", Markdown.text("read `config.py`"));
        assertEquals("`` a`b ``", Markdown.code("a`b"));
        assertTrue(Markdown.text("a\n# b").endsWith("\\# b"), "one line");
    }
}
