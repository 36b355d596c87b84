-- What does the case say to the questions that an incident asks?
-- One row a statement, by question: verdict, how sure it is, and which share of its time the logs that could show it cover.
-- :incident text, e.g. 726cd1, else % | incident; % for all
SELECT
  incident_id,
  question,
  seq,
  verdict,
  grade,
  statement,
  array_join(needs, ', ') AS needs,
  coverage,
  claim_id
FROM claims
WHERE incident_id LIKE :incident
ORDER BY incident_id, question, seq, claim_id
