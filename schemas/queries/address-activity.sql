-- What did this address do?
-- One row a thing done, in every log: calls, S3 requests, sign-ins on machines, DNS queries, flows from and to it.
-- :address text, e.g. 203.0.113.26 | address
-- :from time, e.g. 2022-11-10T15:00:00Z, else 1970-01-01 | not before, UTC
-- :to time, e.g. 2022-11-11, else 9999-12-31 | before, UTC
WITH seen AS (
  SELECT
    'cloudtrail' AS log, event_name AS what, coalesce(issuer_arn, user_arn, user_type) AS who,
    outcome = 'denied' AS refused, 1 AS times, event_time, object, record_index
  FROM cloudtrail
  WHERE source_ip = :address
  UNION ALL
  SELECT 's3_access', operation, requester, outcome = 'denied', 1, event_time, object, record_index
  FROM s3_access
  WHERE source_ip = :address
  UNION ALL
  SELECT
    'host_auth', action, user_name, action IN ('failed', 'invalid_user', 'not_allowed', 'max_attempts'),
    coalesce(repeats, 1), event_time, object, record_index
  FROM host_auth
  WHERE source_ip = :address
  UNION ALL
  SELECT 'dns', query_name, instance_id, firewall_rule_action = 'BLOCK', 1, event_time, object, record_index
  FROM dns
  WHERE source_ip = :address
  UNION ALL
  SELECT
    'flow', CASE WHEN srcaddr = :address THEN 'packets from it' ELSE 'packets to it' END,
    coalesce(instance_id, interface_id), action = 'REJECT', 1, event_time, object, record_index
  FROM flow
  WHERE srcaddr = :address OR dstaddr = :address
)
SELECT
  s.log,
  s.what,
  s.who,
  sum(s.times) AS n,
  coalesce(sum(s.times) FILTER (WHERE s.refused), 0) AS denied,
  min(s.event_time) AS first_seen,
  max(s.event_time) AS last_seen
FROM seen s
WHERE s.event_time >= :from
  AND s.event_time < :to
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = s.log AND d.object = s.object AND d.record_index = s.record_index)
GROUP BY 1, 2, 3
ORDER BY first_seen, log, what NULLS LAST, who NULLS LAST
