-- One row a control against the attacker: taken, and whether it held; or missing.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE containment (
  containment_id STRING COMMENT '- | hash of incident, control and target',
  incident_id STRING COMMENT '- | incident',
  control STRING COMMENT '- | address_denied, sessions_revoked, key_disabled, instance_stopped, ingress_removed, grant_removed, encryption_restored, password_login_off, objects_reencrypted, leaked_secret_rotated, ...',
  target STRING COMMENT '- | what was changed, or must be: arn, id or name',
  about STRING COMMENT '- | what of the attacker it is against: address, role, session, grant, ...',
  time TIMESTAMP COMMENT '- | when it was taken, UTC; null: it was not',
  done_by STRING COMMENT '- | arn of who did it',
  event_id STRING COMMENT '- | the call',
  verdict STRING COMMENT '- | HELD, UNTESTED, BROKEN, MISSING, NOT_COVERED (the archive cannot show it)',
  attempts_after BIGINT COMMENT '- | calls of the attacker that it is against, after it',
  successes_after BIGINT COMMENT '- | of these, succeeded',
  last_attempt TIMESTAMP COMMENT '- | last of these, UTC',
  priority INT COMMENT '- | order in what to do, from 1; null: done',
  automate STRING COMMENT '- | safe, with_check, person: whether a machine may do it',
  check_first STRING COMMENT '- | what must be known first, or would break, in words',
  grade STRING COMMENT '- | A, B or C',
  detail STRING COMMENT '- | in one sentence',
  evidence ARRAY<STRUCT<log: STRING, object: STRING, record_index: INT>> COMMENT '- | up to 20 records, first and last among them'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
