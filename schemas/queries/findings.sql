-- Which findings are there, the gravest first?
-- One row a finding at least this grave, with what it is about and what to do.
-- :least text, e.g. high, else low | critical, high, medium, low or informational
WITH ranked AS (
  SELECT
    f.*,
    CASE severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 ELSE 5 END AS place
  FROM findings f
)
SELECT
  severity,
  type,
  title,
  role,
  resource_id,
  principal,
  array_join(array_sort(addresses), ', ') AS addresses,
  actor,
  grade,
  n,
  first_seen,
  last_seen,
  remediation,
  incident_id,
  finding_id
FROM ranked
WHERE place <= CASE :least WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 ELSE 5 END
ORDER BY place, first_seen NULLS LAST, finding_id
