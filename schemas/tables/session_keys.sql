-- One row a key of a session.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE session_keys (
  session_id STRING COMMENT '- | session',
  access_key_id STRING COMMENT '- | key',
  first_seen TIMESTAMP COMMENT '- | first call with it, UTC',
  last_seen TIMESTAMP COMMENT '- | last call with it, UTC',
  n BIGINT COMMENT '- | calls with it',
  issued_by_event_id STRING COMMENT '- | event whose response issued it; null: not in the archive'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
