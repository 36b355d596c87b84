package io.coldtrail.ask;

import java.util.List;

/**
 * Rows that answer a query.
 *
 * @param columns names
 * @param rows cells: {@code Long}, {@code Double}, {@code Boolean}, {@code String} or null; times as of ISO 8601 in UTC
 * @param more true where rows were left out at the end
 */
public record Answer(List<String> columns, List<List<Object>> rows, boolean more) {}
