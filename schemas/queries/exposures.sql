-- What was taken, or could have been?
-- One row an object, bucket, key or password: read for sure, listed, reachable or not logged; by whom, how often, how much.
-- :incident text, e.g. 726cd1, else % | incident; % for all
SELECT
  incident_id,
  state,
  kind,
  resource_id,
  item,
  array_join(array_sort(who), ', ') AS who,
  n,
  bytes,
  time_first,
  time_last,
  expires,
  fate,
  encryption,
  grade,
  detail,
  exposure_id
FROM exposures
WHERE incident_id LIKE :incident
ORDER BY
  incident_id,
  CASE state WHEN 'READ_PROVEN' THEN 1 WHEN 'COPY_PROVEN' THEN 2 WHEN 'LISTED' THEN 3 WHEN 'REACHABLE' THEN 4 ELSE 5 END,
  kind,
  time_first NULLS LAST,
  exposure_id
