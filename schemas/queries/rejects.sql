-- What could not be read, and why?
-- One row a kind of log and a reason: records, objects, and one of them to look at. More than 100 an object are not listed.
SELECT
  o.source,
  r.reason,
  count(*) AS records,
  count(DISTINCT r.object) AS objects,
  min(r.object) AS one_object,
  min(r.detail) AS one_detail
FROM rejects r
LEFT JOIN objects o ON o.object = r.object
GROUP BY 1, 2
ORDER BY records DESC, source NULLS LAST, reason
