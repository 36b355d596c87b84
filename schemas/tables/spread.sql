-- One row a node that fell, by its best reason; one more for each further seed that names it; and what is for review.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE spread (
  node STRING COMMENT '- | what fell: kind:value; a session at one address with one tool is origin:session@address tool',
  kind STRING COMMENT '- | session, address, principal, instance, key, review',
  state STRING COMMENT '- | EXPOSED or USED',
  grade STRING COMMENT '- | A, B or C, best over paths of the worst step',
  from_lo TIMESTAMP COMMENT '- | fallen not before, UTC',
  from_hi TIMESTAMP COMMENT '- | fallen not after, UTC',
  `to` TIMESTAMP COMMENT '- | until, UTC; null: open',
  rule STRING COMMENT '- | rule, by its code in the Javadoc: S3, K1, ...',
  parent STRING COMMENT '- | node it spread from; null: a seed',
  reason STRING COMMENT '- | in words',
  event_id STRING COMMENT '- | record that shows it',
  object STRING COMMENT '- | object of that record',
  record_index INT COMMENT '- | place of that record in it',
  hop INT COMMENT '- | steps from the seed',
  incident_id STRING COMMENT '- | incident'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
