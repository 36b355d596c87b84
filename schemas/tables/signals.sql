-- One row a rule that matched a record. A signal is a place to look, not an accusation.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE signals (
  signal_id STRING COMMENT '- | hash of rule and record',
  log STRING COMMENT '- | table of the record',
  object STRING COMMENT '- | object of the record',
  record_index INT COMMENT '- | place of the record in it',
  event_id STRING COMMENT '- | event id',
  event_time TIMESTAMP COMMENT '- | when, UTC',
  rule_id STRING COMMENT '- | id of the rule',
  title STRING COMMENT '- | title of the rule',
  severity STRING COMMENT '- | informational, low, medium, high, critical',
  tactic STRING COMMENT '- | ATT&CK tactic, as in a Sigma tag: initial-access, ...; of several the first',
  technique STRING COMMENT '- | ATT&CK technique: T1078.004',
  finding_type STRING COMMENT '- | type of the finding this makes; null: a signal only',
  account_id STRING COMMENT '- | account',
  aws_region STRING COMMENT '- | region',
  event_source STRING COMMENT '- | service',
  event_name STRING COMMENT '- | API call',
  outcome STRING COMMENT '- | outcome of the call',
  user_arn STRING COMMENT '- | who called',
  principal_id STRING COMMENT '- | unique id of the caller',
  access_key_id STRING COMMENT '- | key',
  source_ip STRING COMMENT '- | address',
  detail STRING COMMENT '- | what matched beyond the rule, e.g. the threat list and its entry'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false'
)
