-- One row a thing the attacker took, reached, left open or could have had, and how sure that is.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE exposures (
  exposure_id STRING COMMENT '- | hash of incident, kind and resource',
  incident_id STRING COMMENT '- | incident',
  kind STRING COMMENT '- | object, bucket, credential, secret, snapshot, password, ...',
  resource_type STRING COMMENT '- | ASFF type',
  resource_id STRING COMMENT '- | arn, or id where there is none',
  container STRING COMMENT '- | bucket, role or machine it belongs to',
  item STRING COMMENT '- | object key, key id, user name, ...',
  state STRING COMMENT '- | READ_PROVEN, COPY_PROVEN, REACHABLE, LISTED, NONE_SEEN_COVERED, UNKNOWN_NOT_LOGGED',
  time_first TIMESTAMP COMMENT '- | first time, UTC',
  time_last TIMESTAMP COMMENT '- | last time, UTC',
  expires TIMESTAMP COMMENT '- | until when it is of use, UTC; null: no end known',
  who ARRAY<STRING> COMMENT '- | who: principals, addresses, anonymous',
  n BIGINT COMMENT '- | accesses',
  bytes BIGINT COMMENT '- | bytes sent to them',
  size BIGINT COMMENT '- | size of the object, bytes',
  fate STRING COMMENT '- | KEPT, RECOVERABLE, LOST; null: unknown',
  encryption STRING COMMENT '- | encryption of the object then: AES256, aws:kms, none; null: unknown',
  contents STRING COMMENT '- | what it seems to hold, by its name, and what says so',
  grade STRING COMMENT '- | A, B or C',
  rule STRING COMMENT '- | rule that decided',
  detail STRING COMMENT '- | in one sentence',
  evidence ARRAY<STRUCT<log: STRING, object: STRING, record_index: INT>> COMMENT '- | up to 20 records, first and last among them'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
