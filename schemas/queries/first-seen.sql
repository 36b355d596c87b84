-- Which principal called from an address that it had not called from before?
-- One row a principal and an address, from this time on: its first call from there, and from how many it had called before.
-- :from time, e.g. 2022-11-10T12:00:00Z | not before, UTC
WITH pairs AS (
  SELECT
    coalesce(c.issuer_arn, c.user_arn) AS principal,
    c.source_ip,
    min(c.event_time) AS first_seen,
    max(c.event_time) AS last_seen,
    count(*) AS calls,
    count(*) FILTER (WHERE c.outcome = 'denied') AS denied
  FROM cloudtrail c
  WHERE coalesce(c.issuer_arn, c.user_arn) IS NOT NULL
    AND c.event_time IS NOT NULL
    AND c.source_ip NOT LIKE '%.amazonaws.com'
    AND c.source_ip <> 'AWS Internal'
    AND NOT EXISTS (
      SELECT 1 FROM duplicates d
      WHERE d.log = 'cloudtrail' AND d.object = c.object AND d.record_index = c.record_index)
  GROUP BY 1, 2
),
counted AS (
  SELECT p.*, row_number() OVER (PARTITION BY principal ORDER BY first_seen, source_ip) - 1 AS addresses_before
  FROM pairs p
)
SELECT principal, source_ip, first_seen, last_seen, calls, denied, addresses_before
FROM counted
WHERE first_seen >= :from
ORDER BY first_seen, principal, source_ip
