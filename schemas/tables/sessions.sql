-- One row a session: the credentials that one issue gave to one principal. Long-term keys are sessions without end.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE sessions (
  session_id STRING COMMENT '- | hash of account, principal, arn and creation time, or of principal and long-term key',
  kind STRING COMMENT '- | console, assume_role, federation_token, session_token, instance, ecs_task, lambda, oidc, saml, sso, forwarded, long_term_key, origin (has neither key nor creation time), service',
  account_id STRING COMMENT '- | account of the principal',
  principal_id STRING COMMENT '- | unique id of user or role',
  principal STRING COMMENT '- | arn of user or role',
  arn STRING COMMENT '- | arn the calls carry',
  session_name STRING COMMENT '- | name of the role session',
  person STRING COMMENT '- | person behind it: source identity, Identity Center user, or the session name that names one',
  created TIMESTAMP COMMENT '- | creation time of the credentials, UTC',
  mfa BOOLEAN COMMENT '- | began with MFA',
  source_identity STRING COMMENT '- | source identity',
  parent_session_id STRING COMMENT '- | session whose call issued this one',
  parent_rule STRING COMMENT '- | rule that says so',
  parent_grade STRING COMMENT '- | A, B or C',
  parent_event_id STRING COMMENT '- | event that issued this session',
  expires TIMESTAMP COMMENT '- | end of validity, UTC',
  expires_basis STRING COMMENT '- | issuing event, or the longest AWS allows',
  first_seen TIMESTAMP COMMENT '- | first call, UTC',
  last_seen TIMESTAMP COMMENT '- | last call, UTC',
  n BIGINT COMMENT '- | calls',
  n_denied BIGINT COMMENT '- | calls denied',
  n_forwarded BIGINT COMMENT '- | calls that a service made for the session',
  state STRING COMMENT '- | EXPOSED or USED by the attacker; null: neither',
  grade STRING COMMENT '- | grade of the state',
  rule STRING COMMENT '- | rule that decided the state',
  incident_id STRING COMMENT '- | incident'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
