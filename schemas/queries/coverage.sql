-- What does the archive hold, by day and source?
-- One row a day of delivery and a kind of log: objects, bytes, records, and what could not be read.
SELECT
  CAST(delivered AS DATE) AS day,
  source,
  count(*) AS objects,
  sum(size) AS bytes,
  sum(records) AS records,
  sum(skipped) AS skipped,
  sum(rejects) AS rejects,
  count(*) FILTER (WHERE status NOT IN ('read', 'empty')) AS not_whole
FROM objects
GROUP BY 1, 2
ORDER BY day NULLS LAST, source
