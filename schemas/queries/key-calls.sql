-- What was done with this key?
-- One row a kind of call and its outcome: how often, on what, from where, first and last.
-- :key text, e.g. ASIA7ESTDCXK6MJ4FM3H | access key id
-- :from time, e.g. 2022-11-10T15:00:00Z, else 1970-01-01 | not before, UTC
-- :to time, e.g. 2022-11-11, else 9999-12-31 | before, UTC
SELECT
  c.event_source,
  c.event_name,
  c.outcome,
  count(*) AS calls,
  nullif(array_join(array_sort(array_agg(DISTINCT c.source_ip) FILTER (WHERE c.source_ip IS NOT NULL)), ', '), '') AS addresses,
  nullif(array_join(array_sort(array_agg(DISTINCT c.bucket_name) FILTER (WHERE c.bucket_name IS NOT NULL)), ', '), '') AS buckets,
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
ORDER BY first_seen, event_source NULLS LAST, event_name NULLS LAST, outcome NULLS LAST
