-- One row a record that a finding, a step of the timeline, an answer, an exposure or a containment rests on.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE evidence (
  evidence_id STRING COMMENT '- | hash of claim and record',
  claim_kind STRING COMMENT '- | finding, step, claim, exposure or containment',
  claim_id STRING COMMENT '- | finding_id, step_id, claim_id, exposure_id or containment_id',
  seq INT COMMENT '- | order in the claim, from 1',
  log STRING COMMENT '- | table of the record',
  event_id STRING COMMENT '- | event id',
  event_time TIMESTAMP COMMENT '- | when, UTC',
  object STRING COMMENT '- | object of the record',
  uri STRING COMMENT '- | where it was read',
  version_id STRING COMMENT '- | S3 version read',
  etag STRING COMMENT '- | entity tag read',
  object_sha256 STRING COMMENT '- | SHA-256 of the stored object, hex',
  record_index INT COMMENT '- | place of the record, from 0',
  record_offset BIGINT COMMENT '- | first byte in the uncompressed object',
  record_length BIGINT COMMENT '- | bytes in the uncompressed object',
  record_form STRING COMMENT '- | bytes, json_string or parquet_row',
  record_sha256 STRING COMMENT '- | SHA-256 of raw, hex',
  raw STRING COMMENT '- | the record as archived'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false'
)
