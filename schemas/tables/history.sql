-- One row a hunt and finding or incident that is new, changed or gone since the hunt before.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE history (
  seq INT COMMENT '- | number of the hunt that says so, from 1',
  run_id STRING COMMENT '- | its run',
  told_at TIMESTAMP COMMENT '- | when, UTC',
  kind STRING COMMENT '- | finding or incident',
  id STRING COMMENT '- | finding_id or incident_id',
  change STRING COMMENT '- | known (there before the first hunt), new, changed, gone',
  superseded_by STRING COMMENT '- | of what is gone: the incident that has most of its sessions and addresses, the finding of its type and principal or resource; null: none',
  severity STRING COMMENT '- | critical, high, medium, low, informational',
  title STRING COMMENT '- | one line',
  type STRING COMMENT '- | type of a finding; null: an incident',
  account_id STRING COMMENT '- | account of a finding',
  aws_region STRING COMMENT '- | region of a finding',
  principal STRING COMMENT '- | principal of a finding',
  resource_id STRING COMMENT '- | resource of a finding',
  incident_id STRING COMMENT '- | incident',
  members ARRAY<STRING> COMMENT '- | of an incident: sessions and addresses that fell, at most 1,000',
  content_hash STRING COMMENT '- | SHA-256 of the content'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
