-- What does this finding rest on?
-- One row a record behind it, in order: where its bytes lie in the archive, their hash, and the record itself.
-- :finding text, e.g. 1db5f3cdc823e554f74f9a1af9bb3bb2 | finding_id, as findings gives it; a step_id or claim_id too
SELECT
  seq,
  event_time,
  log,
  event_id,
  uri,
  version_id,
  object_sha256,
  record_index,
  record_offset,
  record_length,
  record_sha256,
  raw
FROM evidence
WHERE claim_id = :finding
ORDER BY seq, evidence_id
