-- How was this bucket set, and when could anyone use it?
-- One row a state of a bucket from one change to the next: who made the change, and whether anyone may list, get, put.
-- :bucket text, e.g. threat-detection-wksp-670276497870-us-west-2-data, else % | bucket; % for all
SELECT
  bucket_name,
  valid_from,
  valid_to,
  change,
  changed_by,
  public_list,
  public_get,
  public_put,
  acl_grants,
  policy_public,
  encryption,
  kms_key,
  versioning,
  object_ownership
FROM bucket_states
WHERE bucket_name LIKE :bucket
ORDER BY bucket_name, valid_from NULLS FIRST, valid_to NULLS LAST, record_index NULLS FIRST
