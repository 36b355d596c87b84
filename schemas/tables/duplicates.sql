-- One row a record that repeats another (same account, event id and bytes), and is left out of what is analysed.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE duplicates (
  log STRING COMMENT '- | table of the record',
  account_id STRING COMMENT '- | account',
  event_id STRING COMMENT '- | event id',
  object STRING COMMENT '- | object of the repetition',
  record_index INT COMMENT '- | place of the repetition in it',
  kept_object STRING COMMENT '- | object of the record that is kept',
  kept_index INT COMMENT '- | place of the kept record in it'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false'
)
