-- One row a bucket's settings from one change to the next, and what they add up to. Before its first known change: unknown, not private.
-- Rules: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html and about-object-ownership.html
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE bucket_states (
  bucket_name STRING COMMENT '- | bucket',
  account_id STRING COMMENT '- | account of the bucket',
  aws_region STRING COMMENT '- | region of the bucket',
  valid_from TIMESTAMP COMMENT '- | from, UTC',
  valid_to TIMESTAMP COMMENT '- | until, UTC, exclusive; null: to the end of the archive',
  change STRING COMMENT '- | call or item that began it: PutBucketAcl, ConfigurationItem, ...',
  changed_by STRING COMMENT '- | arn of who made the change',
  acl_grants STRING COMMENT '- | what the ACL grants to AllUsers and AuthenticatedUsers: READ, WRITE, READ_ACP, ...; empty: nothing; null: unknown',
  policy_public STRING COMMENT '- | what the policy allows to anyone: list, get, put, other; empty: nothing; null: unknown',
  object_ownership STRING COMMENT '- | BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter; null: unknown',
  block_public_acls BOOLEAN COMMENT '- | of bucket or account; null: unknown',
  ignore_public_acls BOOLEAN COMMENT '- | of bucket or account; null: unknown',
  block_public_policy BOOLEAN COMMENT '- | of bucket or account; null: unknown',
  restrict_public_buckets BOOLEAN COMMENT '- | of bucket or account; null: unknown',
  encryption STRING COMMENT '- | default encryption: AES256, aws:kms, none; null: unknown',
  kms_key STRING COMMENT '- | KMS key of the default encryption',
  versioning STRING COMMENT '- | Enabled, Suspended, none; null: unknown',
  public_list STRING COMMENT '- | yes, no, unknown: anyone may list the bucket; a public grant that S3 accepted counts until something known voids it',
  public_get STRING COMMENT '- | yes, no, unknown: anyone may get objects by what the bucket says; object ACLs may allow more',
  public_put STRING COMMENT '- | yes, no, unknown: anyone may put objects',
  log STRING COMMENT '- | table of the record that began it',
  object STRING COMMENT '- | object of the record that began it; null: the bucket was there before the archive',
  record_index INT COMMENT '- | place of that record'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingNumIndexedCols' = '0'
)
