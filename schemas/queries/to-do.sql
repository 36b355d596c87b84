-- What is still to be done against the attacker, in order?
-- One row a control that is missing or did not hold: whether a machine may do it, and what to know first.
-- :incident text, e.g. 726cd1, else % | incident; % for all
SELECT
  incident_id,
  priority,
  control,
  target,
  verdict,
  automate,
  check_first,
  detail,
  containment_id
FROM containment
WHERE priority IS NOT NULL
  AND incident_id LIKE :incident
ORDER BY incident_id, priority, containment_id
