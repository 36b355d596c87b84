-- One row a CloudTrail network activity event: a call through a VPC endpoint. What it was allowed stands in cloudtrail too.
-- Source of the fields: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
-- COMMENT: JSON path in the record (- where coldtrail derives it) | meaning
CREATE TABLE network_activity (
  event_time TIMESTAMP COMMENT 'eventTime | when the call completed, UTC',
  event_date DATE COMMENT '- | day of event_time, UTC',
  account_id STRING COMMENT 'recipientAccountId | account the record was delivered for',
  aws_region STRING COMMENT 'awsRegion | region that answered',
  event_source STRING COMMENT 'eventSource | service, as host name',
  event_name STRING COMMENT 'eventName | API call',
  outcome STRING COMMENT '- | success, denied (VpceAccessDenied: by the endpoint policy, in no other log), failed',
  source_ip STRING COMMENT 'sourceIPAddress | private address of the caller',
  access_key_id STRING COMMENT 'userIdentity.accessKeyId | key that signed the call',
  user_arn STRING COMMENT 'userIdentity.arn | who called',
  principal_id STRING COMMENT 'userIdentity.principalId | unique id of the caller',
  user_type STRING COMMENT 'userIdentity.type | IAMUser, AssumedRole, ...',
  user_account_id STRING COMMENT 'userIdentity.accountId | account of the caller',
  vpc_endpoint_id STRING COMMENT 'vpcEndpointId | endpoint the call came through',
  vpc_endpoint_account_id STRING COMMENT 'vpcEndpointAccountId | owner of the endpoint',
  error_code STRING COMMENT 'errorCode | error, null on success',
  error_message STRING COMMENT 'errorMessage | error in words',
  request_id STRING COMMENT 'requestID | id of the request, as in cloudtrail',
  shared_event_id STRING COMMENT 'sharedEventID | ties the copies that several accounts got',
  event_id STRING COMMENT 'eventID | GUID',
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
  'delta.dataSkippingStatsColumns' = 'event_time,source_ip,access_key_id'
)
