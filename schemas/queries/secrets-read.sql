-- Who read which secrets and parameters?
-- One row a secret, principal and address: reads, how many denied, first and last, and whose deed it is.
-- :from time, e.g. 2022-11-10T15:00:00Z, else 1970-01-01 | not before, UTC
-- :to time, e.g. 2022-11-11, else 9999-12-31 | before, UTC
SELECT
  nullif(regexp_extract(
    c.request_parameters, '"(secretId|secretIdList|name|names|path)" *:[^"]*"([^"]*)"', 2), '') AS secret,
  c.event_name,
  coalesce(c.issuer_arn, c.user_arn) AS principal,
  c.source_ip,
  a.actor,
  count(*) AS reads,
  count(*) FILTER (WHERE c.outcome = 'denied') AS denied,
  min(c.event_time) AS first_seen,
  max(c.event_time) AS last_seen
FROM cloudtrail c
LEFT JOIN attribution a ON a.log = 'cloudtrail' AND a.object = c.object AND a.record_index = c.record_index
WHERE c.event_name IN (
    'GetSecretValue', 'BatchGetSecretValue', 'GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory')
  AND c.event_time >= :from
  AND c.event_time < :to
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = 'cloudtrail' AND d.object = c.object AND d.record_index = c.record_index)
GROUP BY 1, 2, 3, 4, 5
ORDER BY first_seen, secret NULLS LAST, event_name, principal NULLS LAST, source_ip NULLS LAST, actor NULLS LAST
