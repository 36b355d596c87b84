package io.coldtrail.archive;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * An inventory's file in CSV, gzip: every value between quotes, no header. Keys are URL-encoded, a space as a plus:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html.
 */
final class InventoryCsv implements Inventory.Rows {
    @Override
    public void read(InputStream file, List<String> columns, Consumer<InventoryRow> row) throws IOException {
        int key = columns.indexOf("key");
        if (key < 0) {
            throw new IOException("the manifest's fileSchema names no Key");
        }
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setLineSeparator("\n");
        settings.setNullValue(null);
        settings.setEmptyValue(null);
        settings.setReadInputOnSeparateThread(false);
        settings.setAutoClosingEnabled(false); // the rest of the file is hashed, too
        CsvParser csv = new CsvParser(settings);
        csv.beginParsing(new InputStreamReader(new GZIPInputStream(file, 1 << 16), StandardCharsets.UTF_8));
        for (String[] values; (values = csv.parseNext()) != null; ) {
            String[] line = values;
            if (key < line.length && line[key] != null) {
                row.accept(new InventoryRow(URLDecoder.decode(line[key], StandardCharsets.UTF_8), column -> {
                    int i = columns.indexOf(column);
                    return i < 0 || i >= line.length ? null : line[i];
                }));
            }
        }
    }
}
