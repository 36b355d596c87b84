-- What happened, in order?
-- One row a step of the story: when, who, what in plain words, how often, and how sure that is.
-- :incident text, e.g. 726cd1, else % | incident; % for all
SELECT
  incident_id,
  seq,
  time_first,
  time_last,
  actor,
  grade,
  stage,
  tactic,
  action,
  outcome,
  n,
  sentence,
  step_id
FROM timeline
WHERE incident_id LIKE :incident
ORDER BY incident_id, seq, step_id
