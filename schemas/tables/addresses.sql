-- One row an address that called, or an owner's time with it.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE addresses (
  address_id STRING COMMENT '- | hash of scope and address',
  ip STRING COMMENT '- | address',
  scope STRING COMMENT '- | public, aws (inside AWSs published ranges), private, service',
  owner_kind STRING COMMENT '- | instance, nat_gateway, elastic_ip, interface; null: not seen',
  owner STRING COMMENT '- | id of the owner',
  owner_account STRING COMMENT '- | account of the owner',
  owned_from TIMESTAMP COMMENT '- | owner has it from, UTC',
  owned_to TIMESTAMP COMMENT '- | owner has it until, UTC; null: open',
  basis STRING COMMENT '- | call or log that says so',
  first_seen TIMESTAMP COMMENT '- | first call from it, UTC',
  last_seen TIMESTAMP COMMENT '- | last call from it, UTC',
  n BIGINT COMMENT '- | calls from it',
  n_denied BIGINT COMMENT '- | calls denied',
  n_principals BIGINT COMMENT '- | roots of lineage that called from it',
  hub STRING COMMENT '- | why it is shared by many and convicts nobody; null: it is not',
  listed STRING COMMENT '- | threat list that names it',
  state STRING COMMENT '- | USED by the attacker; null: not',
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
