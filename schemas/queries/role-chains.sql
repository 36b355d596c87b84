-- Which sessions came from which, by assumed roles and sign-ins?
-- One row a session that another session issued, up to four back: the begin of the chain is the last that is not null.
-- :from time, e.g. 2022-11-10T15:00:00Z, else 1970-01-01 | not before, UTC
-- :to time, e.g. 2022-11-11, else 9999-12-31 | before, UTC
SELECT
  s.created,
  s.kind,
  s.arn,
  s.person,
  coalesce(p1.arn, p1.principal, p1.person, p1.principal_id) AS issued_by,
  coalesce(p2.arn, p2.principal, p2.person, p2.principal_id) AS before_that,
  coalesce(p3.arn, p3.principal, p3.person, p3.principal_id) AS before_that_2,
  coalesce(p4.arn, p4.principal, p4.person, p4.principal_id) AS before_that_3,
  s.parent_rule AS rule,
  s.parent_grade AS grade,
  s.state,
  s.n AS calls,
  s.parent_event_id AS event_id,
  s.session_id
FROM sessions s
JOIN sessions p1 ON p1.session_id = s.parent_session_id
LEFT JOIN sessions p2 ON p2.session_id = p1.parent_session_id
LEFT JOIN sessions p3 ON p3.session_id = p2.parent_session_id
LEFT JOIN sessions p4 ON p4.session_id = p3.parent_session_id
WHERE s.first_seen >= :from
  AND s.first_seen < :to
ORDER BY s.created NULLS LAST, s.session_id
