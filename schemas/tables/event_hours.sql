-- One row an hour, log, account and region with events that are analysed: when and where each log speaks, without reading the log.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE event_hours (
  log STRING COMMENT '- | table of the events',
  account_id STRING COMMENT '- | account the log is of',
  aws_region STRING COMMENT '- | region the log is of',
  event_date DATE COMMENT '- | day of the events, UTC',
  hour TIMESTAMP COMMENT '- | begin of the hour, UTC; null: events without a time',
  n BIGINT COMMENT '- | events',
  n_data BIGINT COMMENT '- | of them data events of CloudTrail',
  n_reads BIGINT COMMENT '- | of them management events of CloudTrail that read',
  n_writes BIGINT COMMENT '- | of them management events of CloudTrail that change',
  time_first TIMESTAMP COMMENT '- | first event, UTC',
  time_last TIMESTAMP COMMENT '- | last event, UTC',
  first_object_event TIMESTAMP COMMENT '- | first of them that is a data event of S3, UTC'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
