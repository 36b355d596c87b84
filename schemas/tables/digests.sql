-- One row a digest of CloudTrail log file validation, whole, with the metadata that signs it.
-- Source of the fields: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
-- COMMENT: JSON path in the digest (- where coldtrail derives it) | meaning
CREATE TABLE digests (
  event_time TIMESTAMP COMMENT 'digestEndTime | end of the hour it is about, UTC',
  event_date DATE COMMENT '- | day of event_time, UTC',
  start_time TIMESTAMP COMMENT 'digestStartTime | begin of the hour it is about, by delivery, UTC',
  account_id STRING COMMENT 'awsAccountId | account',
  aws_region STRING COMMENT '- | region in the key',
  trail_name STRING COMMENT '- | trail in the key',
  digest_bucket STRING COMMENT 'digestS3Bucket | bucket it was delivered to',
  digest_key STRING COMMENT 'digestS3Object | key it was delivered to',
  public_key_fingerprint STRING COMMENT 'digestPublicKeyFingerprint | key that signed it, hex',
  signature_algorithm STRING COMMENT 'digestSignatureAlgorithm | SHA256withRSA',
  signature STRING COMMENT '- | x-amz-meta-signature of the object, hex; null: lost in a copy',
  newest_event_time TIMESTAMP COMMENT 'newestEventTime | newest event of its files, UTC; null: no file',
  oldest_event_time TIMESTAMP COMMENT 'oldestEventTime | oldest event of its files, UTC; null: no file',
  previous_bucket STRING COMMENT 'previousDigestS3Bucket | bucket of the digest before; null: the first',
  previous_key STRING COMMENT 'previousDigestS3Object | key of the digest before',
  previous_hash STRING COMMENT 'previousDigestHashValue | SHA-256 of the digest before, hex',
  previous_signature STRING COMMENT 'previousDigestSignature | signature of the digest before, hex',
  log_files STRING COMMENT 'logFiles | JSON as archived: [{s3Bucket, s3Object, hashValue, ...}]; [] where none was delivered',
  n_log_files INT COMMENT '- | log files it names',
  backfill BOOLEAN COMMENT '- | made later, for logs that had none',
  event_id STRING COMMENT '- | 32 hex of SHA-256 over the digest',
  raw STRING COMMENT '- | the record as archived',
  record_sha256 STRING COMMENT '- | SHA-256 of raw, hex, where raw is left out (--raw hits); null: raw is there',
  object STRING COMMENT '- | archived object, key relative to the archive',
  record_index INT COMMENT '- | place of the record in its object, from 0',
  record_offset BIGINT COMMENT '- | first byte of the record in the uncompressed object',
  record_length INT COMMENT '- | bytes of the record in the uncompressed object',
  record_form STRING COMMENT '- | bytes: raw is those bytes; json_string: raw is the JSON string in them, unescaped once'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingStatsColumns' = 'event_time,aws_region'
)
