-- One row what the archive cannot show.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE blind_spots (
  blind_spot_id STRING COMMENT '- | hash of kind and scope',
  kind STRING COMMENT '- | source_absent, trail_off, gap, reads_off, data_events_off, skipdata, rejects, unreadable, older_versions, silent_host, ...',
  log STRING COMMENT '- | table of the log it is about',
  scope STRING COMMENT '- | account, region, VPC, bucket, instance, ... in words',
  account_id STRING COMMENT '- | account; null: all',
  aws_region STRING COMMENT '- | region; null: all',
  time_from TIMESTAMP COMMENT '- | from, UTC; null: the begin of the window',
  time_to TIMESTAMP COMMENT '- | until, UTC; null: the end of the window',
  state STRING COMMENT '- | OFF, PARTIAL, QUIET, UNKNOWN',
  statement STRING COMMENT '- | what cannot be known for it, in one sentence',
  questions ARRAY<STRING> COMMENT '- | questions of claims that it touches',
  evidence ARRAY<STRUCT<log: STRING, object: STRING, record_index: INT>> COMMENT '- | records that say so'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
