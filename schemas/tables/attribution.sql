-- One row an event that is the attacker's, a responder's or undecided, and every event of a session the attacker held.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE attribution (
  log STRING COMMENT '- | table of the event',
  object STRING COMMENT '- | object of the record',
  record_index INT COMMENT '- | place of the record in it',
  event_id STRING COMMENT '- | event id',
  event_time TIMESTAMP COMMENT '- | when, UTC',
  session_id STRING COMMENT '- | session',
  source_ip STRING COMMENT '- | address',
  actor STRING COMMENT '- | attacker, likely_attacker, ambiguous, victim, responder',
  grade STRING COMMENT '- | A, B or C',
  rule STRING COMMENT '- | rule that decided',
  incident_id STRING COMMENT '- | incident',
  step_id STRING COMMENT '- | row of the timeline; null for the victims own events'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
