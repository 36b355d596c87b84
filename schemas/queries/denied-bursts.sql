-- Who was denied many times within an hour?
-- One row a principal, address and hour: what was denied, and how often. Somebody tries what a key may do, or lost a right.
-- :least number, e.g. 10, else 10 | denied calls in the hour, at least
SELECT
  date_trunc('hour', c.event_time) AS hour,
  coalesce(c.issuer_arn, c.user_arn) AS principal,
  c.source_ip,
  count(*) AS denied,
  nullif(array_join(array_sort(array_agg(DISTINCT c.event_name) FILTER (WHERE c.event_name IS NOT NULL)), ', '), '') AS calls,
  min(c.event_time) AS first_seen,
  max(c.event_time) AS last_seen
FROM cloudtrail c
WHERE c.outcome = 'denied'
  AND c.event_time IS NOT NULL
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = 'cloudtrail' AND d.object = c.object AND d.record_index = c.record_index)
GROUP BY 1, 2, 3
HAVING count(*) >= :least
ORDER BY hour, principal NULLS LAST, source_ip NULLS LAST
