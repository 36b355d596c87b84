-- One row a step of the story. Every event of attacker and likely_attacker is in exactly one.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE timeline (
  step_id STRING COMMENT '- | hash of the steps key',
  incident_id STRING COMMENT '- | incident',
  stage STRING COMMENT '- | entry, foothold, discovery, action, containment',
  seq INT COMMENT '- | order in the incident, from 1',
  time_first TIMESTAMP COMMENT '- | first event, UTC',
  time_last TIMESTAMP COMMENT '- | last event, UTC',
  time_lo TIMESTAMP COMMENT '- | not before, UTC',
  time_hi TIMESTAMP COMMENT '- | not after, UTC',
  actor STRING COMMENT '- | attacker, likely_attacker, ambiguous, responder',
  grade STRING COMMENT '- | A, B or C',
  principal STRING COMMENT '- | arn of user or role',
  person STRING COMMENT '- | person behind it',
  session_ids ARRAY<STRING> COMMENT '- | sessions',
  addresses ARRAY<STRING> COMMENT '- | addresses',
  tactic STRING COMMENT '- | ATT&CK tactic: initial-access, ...',
  technique STRING COMMENT '- | ATT&CK technique',
  action STRING COMMENT '- | API call, or the calls folded into one: service:Name',
  target_kind STRING COMMENT '- | kind of target: bucket, user, role, ...',
  target STRING COMMENT '- | target, or its parent',
  target_count BIGINT COMMENT '- | distinct targets',
  target_sample ARRAY<STRING> COMMENT '- | up to 5 targets',
  regions ARRAY<STRING> COMMENT '- | regions',
  accounts ARRAY<STRING> COMMENT '- | accounts',
  outcome STRING COMMENT '- | success, denied, failed, mixed, ...',
  n BIGINT COMMENT '- | events; a line of an access log is none beside its CloudTrail event',
  n_success BIGINT COMMENT '- | succeeded; of flows: let through',
  n_denied BIGINT COMMENT '- | denied',
  n_failed BIGINT COMMENT '- | failed otherwise',
  bytes BIGINT COMMENT '- | bytes carried out',
  cadence STRING COMMENT '- | rhythm of a recurrence in words; null: none',
  novelty STRING COMMENT '- | what is first here, in words',
  why ARRAY<STRING> COMMENT '- | rules: ids of signals and codes of spread',
  rank INT COMMENT '- | weight among the key moments',
  event_ids ARRAY<STRING> COMMENT '- | up to 5 events, first and last among them; all are in attribution',
  sentence STRING COMMENT '- | the step in plain words'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
