-- What was deleted, or tried to be?
-- One row a kind of deletion, its target, who and the outcome: how often, first and last, and whose deed it is.
-- :from time, e.g. 2022-11-10T15:00:00Z, else 1970-01-01 | not before, UTC
-- :to time, e.g. 2022-11-11, else 9999-12-31 | before, UTC
SELECT
  c.event_source,
  c.event_name,
  coalesce(
    c.object_key,
    c.bucket_name,
    nullif(regexp_extract(c.request_parameters, '"[A-Za-z]*(Name|Id|Arn|Identifier|name)" *: *"([^"]*)"', 2), '')) AS item,
  coalesce(c.issuer_arn, c.user_arn, c.invoked_by) AS who,
  c.source_ip,
  c.outcome,
  a.actor,
  count(*) AS n,
  min(c.event_time) AS first_seen,
  max(c.event_time) AS last_seen
FROM cloudtrail c
LEFT JOIN attribution a ON a.log = 'cloudtrail' AND a.object = c.object AND a.record_index = c.record_index
WHERE regexp_like(c.event_name, '^(Delete|Terminate|Remove|Detach|Deregister|ScheduleKeyDeletion|Purge|BatchDelete)')
  AND c.event_time >= :from
  AND c.event_time < :to
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = 'cloudtrail' AND d.object = c.object AND d.record_index = c.record_index)
GROUP BY 1, 2, 3, 4, 5, 6, 7
ORDER BY first_seen, event_name, item NULLS LAST, who NULLS LAST, source_ip NULLS LAST, outcome, actor NULLS LAST
