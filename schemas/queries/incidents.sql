-- Which incidents are there?
-- One row an incident, the gravest first: what happened, when, whose credentials were used, from where, how much.
SELECT
  incident_id,
  severity,
  grade,
  title,
  first_seen,
  last_seen,
  last_success,
  array_join(array_sort(principals), ', ') AS principals,
  array_join(array_sort(addresses), ', ') AS addresses,
  n_events,
  n_success,
  n_denied,
  n_steps
FROM incidents
ORDER BY
  CASE severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 ELSE 4 END,
  first_seen NULLS LAST,
  incident_id
