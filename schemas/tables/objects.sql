-- One row an object met in the archive: what it was, its hashes, what came of it.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE objects (
  object STRING COMMENT '- | key relative to the archive; 2/KEY in a second one; versionId=ID/KEY for each version of one that was overwritten or deleted',
  uri STRING COMMENT '- | where it was read',
  source STRING COMMENT '- | what it holds, by key or content: cloudtrail, insights, network_activity, flow, s3_access, dns, host_auth, imported_findings, config_items, digests; aggregated, foreign',
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
  skipped BIGINT COMMENT '- | records passed over, since they are of no kind that is kept: other programs, resources, log groups',
  rejects BIGINT COMMENT '- | records that could not be read',
  status STRING COMMENT '- | read, partial, unreadable, empty, aggregated, foreign, archived, denied, kms_denied, throttled, gone, changed',
  message STRING COMMENT '- | why, where the status needs a word',
  batch STRING COMMENT '- | batch that read it'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false'
)
