-- Which sessions does this key belong to, and what issued it?
-- One row a session that used the key: whose it is, until when it is valid, whether the attacker held it, and its parent.
-- :key text, e.g. ASIA7ESTDCXK6MJ4FM3H | access key id
SELECT
  k.access_key_id,
  s.kind,
  s.arn,
  s.principal,
  s.person,
  s.created,
  s.expires,
  k.first_seen,
  k.last_seen,
  k.n AS calls,
  s.state,
  s.grade,
  s.rule,
  s.incident_id,
  p.arn AS parent_arn,
  p.person AS parent_person,
  k.issued_by_event_id,
  s.session_id
FROM session_keys k
JOIN sessions s ON s.session_id = k.session_id
LEFT JOIN sessions p ON p.session_id = s.parent_session_id
WHERE k.access_key_id = :key
ORDER BY k.first_seen NULLS LAST, s.session_id
