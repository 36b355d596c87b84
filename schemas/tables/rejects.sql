-- One row a record that could not be read: at most 100 an object, the rest counted in objects.rejects.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE rejects (
  object STRING COMMENT '- | key relative to the archive',
  record_index INT COMMENT '- | place among the records of the object, from 0',
  record_offset BIGINT COMMENT '- | first byte in the uncompressed object',
  record_length BIGINT COMMENT '- | bytes passed over',
  reason STRING COMMENT '- | malformed, invalid_utf8, too_large, too_deep, truncated, not_a_record, not_json',
  detail STRING COMMENT '- | what was wrong, in words',
  first_bytes STRING COMMENT '- | first 256 bytes, all but printable ASCII as hex escapes'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false'
)
