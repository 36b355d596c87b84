-- One row a configuration item of AWS Config: how a resource was set from then on.
-- Only of resources that say who had an address, what a role is given to, and who may reach data: EC2 instances, interfaces, addresses, NAT gateways, security groups, network ACLs; IAM roles, users and instance profiles; S3 buckets and account settings; trails.
-- Source of the fields: https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html
-- COMMENT: JSON path in the item (alternatives by comma; - where coldtrail derives it) | meaning
CREATE TABLE config_items (
  event_time TIMESTAMP COMMENT 'configurationItemCaptureTime | when Config saw it, UTC; lags the change',
  event_date DATE COMMENT '- | day of event_time, UTC',
  account_id STRING COMMENT 'awsAccountId, accountId | account',
  aws_region STRING COMMENT 'awsRegion | region',
  resource_type STRING COMMENT 'resourceType | AWS::EC2::Instance, ...',
  resource_id STRING COMMENT 'resourceId | id',
  resource_name STRING COMMENT 'resourceName | name',
  resource_arn STRING COMMENT 'ARN, arn | arn',
  status STRING COMMENT 'configurationItemStatus | OK, ResourceDiscovered, ResourceDeleted, ...',
  created TIMESTAMP COMMENT 'resourceCreationTime | when the resource was made, UTC',
  configuration STRING COMMENT 'configuration | JSON: as archived, or unescaped once where it was a string',
  supplementary_configuration STRING COMMENT 'supplementaryConfiguration | JSON as archived; values may be JSON in strings',
  relationships STRING COMMENT 'relationships | JSON as archived',
  tags STRING COMMENT 'tags | JSON as archived',
  snapshot BOOLEAN COMMENT '- | from a snapshot; else from the history',
  event_id STRING COMMENT '- | 32 hex of SHA-256 over the item and its repetition',
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
  'delta.dataSkippingStatsColumns' = 'event_time,resource_type,resource_id'
)
