-- Where did this rule or hunt match?
-- One row a record that a rule matched, or a result of a hunt.
-- :rule text, e.g. 53c16966-c349-472e-a882-a46193a3bdf8 | id or title of the rule, or the type of finding it makes
SELECT
  found_by,
  title,
  severity,
  event_time,
  last_time,
  who,
  resource,
  source_ip,
  action,
  outcome,
  n,
  detail,
  id
FROM (
  SELECT
    'rule' AS found_by,
    title,
    severity,
    event_time,
    event_time AS last_time,
    user_arn AS who,
    access_key_id AS resource,
    source_ip,
    event_name AS action,
    outcome,
    CAST(1 AS BIGINT) AS n,
    detail,
    signal_id AS id
  FROM signals
  WHERE rule_id = :rule OR title = :rule OR finding_type = :rule
  UNION ALL
  SELECT
    'hunt',
    title,
    severity,
    time_first,
    time_last,
    principal,
    resource_id,
    remote_ip,
    tactic,
    verdict,
    n,
    detail,
    hit_id
  FROM hits
  WHERE rule_id = :rule OR title = :rule OR finding_type = :rule
) found
ORDER BY event_time NULLS LAST, id
