-- One row a line of an S3 server access log: a request to a bucket.
-- Source of the fields: https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
-- COMMENT: name of the field on that page (- where coldtrail derives it) | meaning
CREATE TABLE s3_access (
  event_time TIMESTAMP COMMENT 'Time | when the request was received, UTC',
  event_date DATE COMMENT '- | day of event_time, else of the key, UTC',
  account_id STRING COMMENT '- | account in the key, where the log is partitioned; else null',
  aws_region STRING COMMENT '- | source region of the line; else region in the key',
  bucket_name STRING COMMENT 'Bucket | bucket of the request',
  operation STRING COMMENT 'Operation | REST.GET.OBJECT, WEBSITE..., BATCH.DELETE.OBJECT, S3.EXPIRE.OBJECT, ...',
  object_key STRING COMMENT '- | Key, URL-decoded twice; null: none',
  outcome STRING COMMENT '- | success, denied, failed, throttled; from HTTP status',
  source_ip STRING COMMENT 'Remote IP | address of the requester',
  requester STRING COMMENT 'Requester | arn or canonical user id; null: anonymous, or S3 itself',
  access_key_id STRING COMMENT '- | key of a presigned request, from its URI',
  auth_type STRING COMMENT 'Authentication Type | AuthHeader, QueryString for a presigned request; null: anonymous',
  http_status INT COMMENT 'HTTP status | status of the response',
  error_code STRING COMMENT 'Error Code | S3 error code; null: none',
  bytes_sent BIGINT COMMENT 'Bytes Sent | bytes of the body sent; null: none',
  object_size BIGINT COMMENT 'Object Size | size of the object, bytes',
  user_agent STRING COMMENT 'User-Agent | client, as it said',
  request_id STRING COMMENT 'Request ID | id of the request, join key to CloudTrail data events',
  host_id STRING COMMENT 'Host Id | x-amz-id-2',
  bucket_owner STRING COMMENT 'Bucket Owner | canonical user id of the owner',
  key_as_logged STRING COMMENT 'Key | key as logged, encoded',
  request_uri STRING COMMENT 'Request-URI | first line of the request',
  referer STRING COMMENT 'Referer | page that led to it, as the client said',
  total_time INT COMMENT 'Total Time | milliseconds the request was in flight',
  turn_around_time INT COMMENT 'Turn-Around Time | milliseconds S3 worked on it',
  version_id STRING COMMENT 'Version Id | version of the object',
  signature_version STRING COMMENT 'Signature Version | SigV2, SigV4; null: anonymous',
  cipher_suite STRING COMMENT 'Cipher Suite | TLS cipher; null: plain HTTP',
  tls_version STRING COMMENT 'TLS version | TLSv1.2, ...; null: plain HTTP',
  host_header STRING COMMENT 'Host Header | endpoint that was called',
  access_point_arn STRING COMMENT 'Access Point ARN | access point of the request',
  acl_required STRING COMMENT 'aclRequired | Yes: an ACL was needed to allow it',
  ambiguous BOOLEAN COMMENT '- | quotes in what the client sent allow more than one reading of the line, or its end has no known shape; what is in doubt is null',
  event_id STRING COMMENT '- | 32 hex of SHA-256 over the line and its repetition',
  raw STRING COMMENT '- | the record as archived',
  record_sha256 STRING COMMENT '- | SHA-256 of raw, hex, where raw is left out (--raw hits); null: raw is there',
  object STRING COMMENT '- | archived object, key relative to the archive',
  record_index INT COMMENT '- | place of the record in its object, from 0',
  record_offset BIGINT COMMENT '- | first byte of the record in the uncompressed object',
  record_length INT COMMENT '- | bytes of the record in the uncompressed object',
  record_form STRING COMMENT '- | bytes: raw is those bytes; json_string: raw is the JSON string in them, unescaped once'
)
USING DELTA
PARTITIONED BY (event_date)
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingStatsColumns' = 'event_time,source_ip,bucket_name,request_id'
)
