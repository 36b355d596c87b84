-- One row a run of a job that writes to the case.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE runs (
  run_id STRING COMMENT '- | run, in order: r-0001, ...',
  command STRING COMMENT '- | job',
  arguments STRING COMMENT '- | what it was given',
  version STRING COMMENT '- | coldtrail version',
  started TIMESTAMP COMMENT '- | start, UTC',
  ended TIMESTAMP COMMENT '- | end, UTC',
  status STRING COMMENT '- | done, failed, stopped',
  message STRING COMMENT '- | why it failed'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false'
)
