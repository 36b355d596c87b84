-- One row a CloudTrail Insights event: a rate of calls or errors that is unusual for the account.
-- Source of the fields: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-insightdetails.html
-- COMMENT: JSON path in the record (- where coldtrail derives it) | meaning
CREATE TABLE insights (
  event_time TIMESTAMP COMMENT 'eventTime | begin or end of the insight, UTC',
  event_date DATE COMMENT '- | day of event_time, UTC',
  account_id STRING COMMENT 'recipientAccountId | account',
  aws_region STRING COMMENT 'awsRegion | region',
  state STRING COMMENT 'insightDetails.state | Start or End',
  insight_type STRING COMMENT 'insightDetails.insightType | ApiCallRateInsight or ApiErrorRateInsight',
  event_source STRING COMMENT 'insightDetails.eventSource | service',
  event_name STRING COMMENT 'insightDetails.eventName | API call',
  error_code STRING COMMENT 'insightDetails.errorCode | error, of an error rate',
  baseline_average DOUBLE COMMENT 'insightDetails.insightContext.statistics.baseline.average | usual calls or errors a minute',
  insight_average DOUBLE COMMENT 'insightDetails.insightContext.statistics.insight.average | calls or errors a minute while unusual',
  insight_duration BIGINT COMMENT 'insightDetails.insightContext.statistics.insightDuration | minutes it lasted, in the End event',
  baseline_duration BIGINT COMMENT 'insightDetails.insightContext.statistics.baselineDuration | minutes compared with',
  attributions STRING COMMENT 'insightDetails.insightContext.attributions | JSON as archived: users, user agents, error codes with averages',
  shared_event_id STRING COMMENT 'sharedEventID | pairs Start with End',
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
  'delta.dataSkippingStatsColumns' = 'event_time,event_name'
)
