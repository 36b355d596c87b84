-- Which objects did anyone outside read?
-- One row an object and a reader who is anonymous, of another account, or the attacker; a listing of a bucket has no object.
-- :from time, e.g. 2022-11-10T15:00:00Z, else 1970-01-01 | not before, UTC
-- :to time, e.g. 2022-11-11, else 9999-12-31 | before, UTC
WITH reads AS (
  SELECT
    c.event_time,
    c.bucket_name,
    c.object_key,
    coalesce(c.user_arn, 'anonymous') AS who,
    c.source_ip,
    c.bytes_out AS bytes,
    CASE
      WHEN a.actor IN ('attacker', 'likely_attacker') THEN 'attacker'
      WHEN c.user_arn IS NULL AND c.invoked_by IS NULL THEN 'anonymous'
      WHEN c.user_account_id <> c.account_id THEN 'other account'
    END AS outside
  FROM cloudtrail c
  LEFT JOIN attribution a ON a.log = 'cloudtrail' AND a.object = c.object AND a.record_index = c.record_index
  WHERE c.event_source = 's3.amazonaws.com'
    AND c.event_name IN ('GetObject', 'ListObjects')
    AND c.outcome = 'success'
    AND NOT EXISTS (
      SELECT 1 FROM duplicates d
      WHERE d.log = 'cloudtrail' AND d.object = c.object AND d.record_index = c.record_index)
  UNION ALL
  SELECT
    s.event_time,
    s.bucket_name,
    CASE WHEN s.operation LIKE '%.OBJECT' THEN s.object_key END,
    coalesce(s.requester, 'anonymous'),
    s.source_ip,
    s.bytes_sent,
    CASE
      WHEN a.actor IN ('attacker', 'likely_attacker') THEN 'attacker'
      WHEN s.requester IS NULL THEN 'anonymous'
      WHEN s.requester LIKE 'arn:%' AND own.account_id IS NULL THEN 'other account'
      WHEN s.requester NOT LIKE 'arn:%' AND s.requester NOT LIKE 'svc:%' AND s.requester <> s.bucket_owner
        THEN 'other account'
    END
  FROM s3_access s
  LEFT JOIN attribution a ON a.log = 's3_access' AND a.object = s.object AND a.record_index = s.record_index
  LEFT JOIN (SELECT DISTINCT account_id FROM cloudtrail) own ON own.account_id = split_part(s.requester, ':', 5)
  WHERE s.operation IN ('REST.GET.OBJECT', 'WEBSITE.GET.OBJECT', 'REST.GET.BUCKET')
    AND s.outcome = 'success'
    -- a request that CloudTrail tells of, too, is one read
    AND NOT EXISTS (SELECT 1 FROM cloudtrail c WHERE c.request_id = s.request_id)
    AND NOT EXISTS (
      SELECT 1 FROM duplicates d
      WHERE d.log = 's3_access' AND d.object = s.object AND d.record_index = s.record_index)
)
SELECT
  bucket_name,
  object_key,
  outside,
  who,
  source_ip,
  count(*) AS reads,
  sum(bytes) AS bytes,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM reads
WHERE outside IS NOT NULL
  AND event_time >= :from
  AND event_time < :to
GROUP BY 1, 2, 3, 4, 5
ORDER BY bucket_name NULLS LAST, object_key NULLS LAST, first_seen, who, source_ip NULLS LAST
