-- What can the archive not show?
-- One row a gap: which log, where, from when to when, and what cannot be known for it.
SELECT
  kind,
  log,
  scope,
  state,
  account_id,
  aws_region,
  time_from,
  time_to,
  statement,
  blind_spot_id
FROM blind_spots
ORDER BY
  CASE state WHEN 'OFF' THEN 1 WHEN 'PARTIAL' THEN 2 WHEN 'UNKNOWN' THEN 3 ELSE 4 END,
  time_from NULLS FIRST,
  kind,
  blind_spot_id
