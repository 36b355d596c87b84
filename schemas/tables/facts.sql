-- What the analyst told: suspects, trusted ones.
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE facts (
  fact_id STRING COMMENT '- | hash of kind, what and value',
  kind STRING COMMENT '- | suspect, trust, responder, decoy',
  what STRING COMMENT '- | ip, cidr, key, user, session, person, oidc, instance, bucket, account, ua',
  value STRING COMMENT '- | value',
  time_from TIMESTAMP COMMENT '- | holds from, UTC; null: always',
  time_to TIMESTAMP COMMENT '- | holds until, UTC, exclusive; null: always',
  author STRING COMMENT '- | who said so',
  given TIMESTAMP COMMENT '- | when it was said, UTC',
  reason STRING COMMENT '- | why, in the authors words'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false'
)
