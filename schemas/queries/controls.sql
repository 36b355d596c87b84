-- What was done against the attacker, and did it hold?
-- One row a control that somebody took: when, who, tries of the attacker after it and how many of them worked.
-- :incident text, e.g. 726cd1, else % | incident; % for all
SELECT
  incident_id,
  time AS taken,
  control,
  target,
  done_by,
  verdict,
  attempts_after,
  successes_after,
  last_attempt,
  detail,
  containment_id
FROM containment
WHERE time IS NOT NULL
  AND incident_id LIKE :incident
ORDER BY incident_id, taken, containment_id
