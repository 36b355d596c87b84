-- One row a finding that another service made, in each state in which it was exported. Evidence, never truth.
-- Source of the fields: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html and https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
-- COMMENT: JSON path in a GuardDuty finding, in ASFF (alternatives by comma; - where coldtrail derives it) | meaning
CREATE TABLE imported_findings (
  event_time TIMESTAMP COMMENT 'service.eventLastSeen, LastObservedAt, UpdatedAt, updatedAt | last time it was seen, UTC',
  event_date DATE COMMENT '- | day of event_time, UTC',
  account_id STRING COMMENT 'accountId, AwsAccountId | account',
  aws_region STRING COMMENT 'region, Region | region',
  source STRING COMMENT '- | guardduty, inspector, macie, securityhub, or the product of the ARN',
  finding_id STRING COMMENT 'id, Id | id; a finding exported again has the same',
  type STRING COMMENT 'type, Types | type; of ASFF the first',
  severity STRING COMMENT '- | informational, low, medium, high, critical',
  title STRING COMMENT 'title, Title | title',
  description STRING COMMENT 'description, Description | description',
  first_seen TIMESTAMP COMMENT 'service.eventFirstSeen, FirstObservedAt, createdAt, CreatedAt | first time it was seen, UTC',
  updated_at TIMESTAMP COMMENT 'updatedAt, UpdatedAt | when this state was made, UTC; the latest counts',
  resource_type STRING COMMENT 'resource.resourceType, - | kind of resource; of ASFF the first',
  resource_id STRING COMMENT '- | arn or id of the resource; of ASFF the first',
  resource_role STRING COMMENT 'service.resourceRole, - | TARGET or ACTOR',
  access_key_id STRING COMMENT 'resource.accessKeyDetails.accessKeyId, - | key',
  principal_id STRING COMMENT 'resource.accessKeyDetails.principalId, - | unique id of the principal',
  user_name STRING COMMENT 'resource.accessKeyDetails.userName, - | name of the principal',
  instance_id STRING COMMENT 'resource.instanceDetails.instanceId, - | instance',
  bucket_name STRING COMMENT '- | bucket; of several the first',
  remote_ip STRING COMMENT '- | address at the other end, of whichever action',
  domain STRING COMMENT 'service.action.dnsRequestAction.domain, - | domain asked for',
  action_type STRING COMMENT 'service.action.actionType, Action.ActionType | AWS_API_CALL, NETWORK_CONNECTION, DNS_REQUEST, PORT_PROBE, ...',
  api STRING COMMENT 'service.action.awsApiCallAction.api, Action.AwsApiCallAction.Api | API call',
  n BIGINT COMMENT 'service.count, - | how often it was seen',
  archived BOOLEAN COMMENT 'service.archived, - | set aside by someone',
  product_arn STRING COMMENT 'ProductArn | product that made it, in ASFF',
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
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingStatsColumns' = 'event_time,finding_id,type'
)
