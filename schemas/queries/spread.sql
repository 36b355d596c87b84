-- What fell to the attacker, from what, and why?
-- One row a thing that fell (session, address, machine, principal, key), seeds first; parent is what it fell from.
-- :incident text, e.g. 726cd1, else % | incident; % for all
SELECT
  incident_id,
  hop,
  kind,
  node,
  parent,
  state,
  grade,
  rule,
  reason,
  from_lo,
  from_hi,
  event_id
FROM spread
WHERE incident_id LIKE :incident
ORDER BY incident_id, hop, from_lo NULLS LAST, node, rule
