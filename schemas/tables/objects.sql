-- One row an object met in the archive: what it was, its hashes, what came of it.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE objects (
  object STRING COMMENT '- | key relative to the archive',
  uri STRING COMMENT '- | where it was read',
  source STRING COMMENT '- | cloudtrail, or what else the key says: digest, insight, network, aggregated, foreign',
  account_id STRING COMMENT '- | account in the key',
  aws_region STRING COMMENT '- | region in the key',
  delivered TIMESTAMP COMMENT '- | delivery time in the key, UTC, to the minute',
  version_id STRING COMMENT '- | S3 version that was read',
  etag STRING COMMENT '- | S3 entity tag that was read',
  size BIGINT COMMENT '- | stored size, bytes',
  last_modified TIMESTAMP COMMENT '- | when the store got it, UTC',
  sha256 STRING COMMENT '- | SHA-256 of the stored bytes, hex',
  content_sha256 STRING COMMENT '- | SHA-256 of the first gzip member uncompressed (of the whole body where it is not gzip), hex; what CloudTrail digests hold',
  content_size BIGINT COMMENT '- | uncompressed size, bytes',
  records BIGINT COMMENT '- | records stored in a table of events',
  rejects BIGINT COMMENT '- | records that could not be read',
  status STRING COMMENT '- | read, partial, unreadable, empty, digest, insight, network, aggregated, foreign, archived, denied, kms_denied, throttled, gone, changed',
  message STRING COMMENT '- | why, where the status needs a word',
  batch STRING COMMENT '- | batch that read it'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false'
)
