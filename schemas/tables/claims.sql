-- One row a statement that answers a question of the investigator, with what it rests on and the coverage it needs.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE claims (
  claim_id STRING COMMENT '- | hash of incident, question and subject',
  incident_id STRING COMMENT '- | incident',
  question STRING COMMENT '- | brute_force, credentials, actions, encryption, objects, actor_or_target, contained, automation',
  seq INT COMMENT '- | order in the question, from 1',
  subject STRING COMMENT '- | what it is about',
  statement STRING COMMENT '- | the answer, in one or two sentences',
  verdict STRING COMMENT '- | yes, no, partly, cannot_tell; a no stands only where coverage is 1',
  grade STRING COMMENT '- | A, B or C',
  needs ARRAY<STRING> COMMENT '- | logs that could show it',
  coverage DOUBLE COMMENT '- | share of its time and place that these logs cover, 0 to 1',
  time_first TIMESTAMP COMMENT '- | first record, UTC',
  time_last TIMESTAMP COMMENT '- | last record, UTC',
  evidence ARRAY<STRUCT<log: STRING, object: STRING, record_index: INT>> COMMENT '- | up to 20 records, first and last among them'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
