-- One row a result of a hunt: a place to look that takes more than one record to see.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE hits (
  hit_id STRING COMMENT '- | hash of hunt and entities',
  rule_id STRING COMMENT '- | id of the hunt',
  title STRING COMMENT '- | title of the hunt',
  severity STRING COMMENT '- | informational, low, medium, high, critical',
  tactic STRING COMMENT '- | ATT&CK tactic: initial-access, ...',
  technique STRING COMMENT '- | ATT&CK technique',
  finding_type STRING COMMENT '- | type of the finding this makes; null: a hit only',
  account_id STRING COMMENT '- | account',
  aws_region STRING COMMENT '- | region',
  role STRING COMMENT '- | TARGET or ACTOR: what the resource is',
  resource_type STRING COMMENT '- | ASFF type: AwsEc2Instance, AwsS3Bucket, AwsIamAccessKey, ...',
  resource_id STRING COMMENT '- | arn, or id where there is none',
  principal STRING COMMENT '- | arn of who did it, where a call says so',
  access_key_id STRING COMMENT '- | key',
  instance_id STRING COMMENT '- | instance',
  interface_id STRING COMMENT '- | network interface',
  bucket_name STRING COMMENT '- | bucket',
  host_user STRING COMMENT '- | Linux user',
  local_ip STRING COMMENT '- | address on the side of the account',
  remote_ip STRING COMMENT '- | address at the other end',
  port INT COMMENT '- | server port',
  time_first TIMESTAMP COMMENT '- | first record, UTC',
  time_last TIMESTAMP COMMENT '- | last record, UTC',
  n BIGINT COMMENT '- | records, or tries where the hunt counts these',
  bytes BIGINT COMMENT '- | bytes moved',
  score DOUBLE COMMENT '- | score of a hunt that has one, 0 to 1',
  verdict STRING COMMENT '- | success, likely_success, no_success, cannot_tell, where the hunt judges',
  verdict_time TIMESTAMP COMMENT '- | when it succeeded, UTC',
  grade STRING COMMENT '- | A identifiers in records, B behaviour, C suggestive',
  detail STRING COMMENT '- | what was found, in one sentence',
  evidence ARRAY<STRUCT<log: STRING, object: STRING, record_index: INT>> COMMENT '- | up to 20 records, first and last among them'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
