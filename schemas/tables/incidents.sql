-- One row an incident: one connected story.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE incidents (
  incident_id STRING COMMENT '- | 6 hex, hash of its seeds',
  title STRING COMMENT '- | one line',
  story STRING COMMENT '- | three sentences, one a line',
  severity STRING COMMENT '- | critical, high, medium, low',
  grade STRING COMMENT '- | best grade of its seeds',
  first_seen TIMESTAMP COMMENT '- | first event of the attacker, UTC',
  last_seen TIMESTAMP COMMENT '- | last event of the attacker, UTC',
  last_success TIMESTAMP COMMENT '- | last call of the attacker that succeeded, UTC',
  accounts ARRAY<STRING> COMMENT '- | accounts touched',
  regions ARRAY<STRING> COMMENT '- | regions touched',
  principals ARRAY<STRING> COMMENT '- | principals whose credentials the attacker held',
  addresses ARRAY<STRING> COMMENT '- | addresses of the attacker',
  tactics ARRAY<STRING> COMMENT '- | ATT&CK tactics, in the order of the matrix',
  n_sessions BIGINT COMMENT '- | sessions USED',
  n_events BIGINT COMMENT '- | events of attacker and likely_attacker',
  n_success BIGINT COMMENT '- | of these, succeeded',
  n_denied BIGINT COMMENT '- | of these, denied',
  n_ambiguous BIGINT COMMENT '- | events undecided',
  n_responder BIGINT COMMENT '- | events of responders',
  n_steps BIGINT COMMENT '- | rows of the timeline'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
