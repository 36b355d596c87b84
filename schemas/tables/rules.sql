-- One row a rule that was offered: used, or why not.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE rules (
  rule_id STRING COMMENT '- | id of the rule; null where it has none that can be read',
  title STRING COMMENT '- | title',
  severity STRING COMMENT '- | informational, low, medium, high, critical',
  tactic STRING COMMENT '- | ATT&CK tactic, as in a Sigma tag: initial-access, ...; of several the first',
  technique STRING COMMENT '- | ATT&CK technique: T1078.004',
  finding_type STRING COMMENT '- | type of the finding that a match makes; null: a signal only',
  description STRING COMMENT '- | what it finds',
  remediation STRING COMMENT '- | what to do',
  remediation_url STRING COMMENT '- | where that is described',
  reference_urls ARRAY<STRING> COMMENT '- | where to read on',
  file STRING COMMENT '- | where it stands, as the user knows it',
  loaded BOOLEAN COMMENT '- | whether it was used',
  reason STRING COMMENT '- | why it was not used; null where it was',
  n BIGINT COMMENT '- | signals it made'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false'
)
