-- Who used this key?
-- One row a caller, address and client: calls with the key, how many denied, first and last.
-- :key text, e.g. ASIA7ESTDCXK6MJ4FM3H | access key id
-- :from time, e.g. 2022-11-10T15:00:00Z, else 1970-01-01 | not before, UTC
-- :to time, e.g. 2022-11-11, else 9999-12-31 | before, UTC
SELECT
  c.source_ip,
  c.user_arn,
  c.user_agent,
  count(*) AS calls,
  count(*) FILTER (WHERE c.outcome = 'denied') AS denied,
  count(DISTINCT c.event_name) AS kinds_of_calls,
  min(c.event_time) AS first_seen,
  max(c.event_time) AS last_seen
FROM cloudtrail c
WHERE c.access_key_id = :key
  AND c.event_time >= :from
  AND c.event_time < :to
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = 'cloudtrail' AND d.object = c.object AND d.record_index = c.record_index)
GROUP BY 1, 2, 3
ORDER BY first_seen, source_ip NULLS LAST, user_arn NULLS LAST, user_agent NULLS LAST
