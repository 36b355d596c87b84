-- One row a finding that Security Hub took, each time that it was sent.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE published (
  seq INT COMMENT '- | number of the call that it was sent with, from 1',
  run_id STRING COMMENT '- | its run',
  published_at TIMESTAMP COMMENT '- | when, UTC',
  finding_id STRING COMMENT '- | finding',
  account_id STRING COMMENT '- | account that imported it',
  aws_region STRING COMMENT '- | region that imported it',
  change STRING COMMENT '- | new, changed, archived: it is no finding any more',
  severity STRING COMMENT '- | critical, high, medium, low, informational',
  title STRING COMMENT '- | one line',
  content_hash STRING COMMENT '- | as in findings',
  updated_at TIMESTAMP COMMENT '- | UpdatedAt as it was sent, UTC',
  asff STRING COMMENT '- | the finding as it was sent'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
