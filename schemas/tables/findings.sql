-- One row a finding, as Security Hub's ASFF has it.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE findings (
  finding_id STRING COMMENT '- | hash of type, account, region, principal or resource, role',
  type STRING COMMENT '- | GuardDutys name where the meaning is the same',
  title STRING COMMENT '- | one line, at most 256 characters',
  description STRING COMMENT '- | what happened, at most 1024 characters',
  severity STRING COMMENT '- | informational, low, medium, high, critical',
  grade STRING COMMENT '- | grade of the attribution',
  confidence INT COMMENT '- | 0 to 100, from the grade',
  account_id STRING COMMENT '- | account',
  aws_region STRING COMMENT '- | region',
  role STRING COMMENT '- | TARGET or ACTOR',
  resource_type STRING COMMENT '- | ASFF type: AwsIamAccessKey, AwsS3Bucket, ...',
  resource_id STRING COMMENT '- | arn or id',
  principal STRING COMMENT '- | arn of user or role',
  addresses ARRAY<STRING> COMMENT '- | addresses seen',
  tactic STRING COMMENT '- | ATT&CK tactic',
  technique STRING COMMENT '- | ATT&CK technique',
  first_seen TIMESTAMP COMMENT '- | first event, UTC',
  last_seen TIMESTAMP COMMENT '- | last event, UTC',
  n BIGINT COMMENT '- | events',
  actor STRING COMMENT '- | whose deed: attacker, likely_attacker, ambiguous, responder, none',
  incident_id STRING COMMENT '- | incident; null: none',
  rules ARRAY<STRING> COMMENT '- | ids of the rules',
  remediation STRING COMMENT '- | what to do, at most 512 characters',
  remediation_url STRING COMMENT '- | where to read on',
  created_at TIMESTAMP COMMENT '- | when this case first wrote it, UTC',
  updated_at TIMESTAMP COMMENT '- | when its content last changed, UTC',
  content_hash STRING COMMENT '- | SHA-256 of the content; updated_at moves with it',
  asff STRING COMMENT '- | the finding as ASFF JSON'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false'
)
