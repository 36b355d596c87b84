-- What did the attacker create that still stands?
-- One row a thing made, changed or put: undone_by is who took it back later, or set it anew; null: it stands.
WITH made AS (
  SELECT
    c.event_source,
    c.event_name,
    coalesce(
      c.object_key,
      c.issued_key_id,
      nullif(regexp_extract(c.response_elements, '"(instanceId|keyPairId|groupId|roleId)" *: *"([^"]*)"', 2), ''),
      nullif(regexp_extract(
        c.request_parameters,
        '"(policyName|policyArn|userName|roleName|groupName|instanceProfileName|functionName|keyName|groupId|name)" *: *"([^"]*)"',
        2), ''),
      c.bucket_name) AS item,
    c.bucket_name,
    a.actor,
    a.incident_id,
    count(*) AS times,
    min(c.event_time) AS first_time,
    max(c.event_time) AS last_time
  FROM cloudtrail c
  JOIN attribution a ON a.log = 'cloudtrail' AND a.object = c.object AND a.record_index = c.record_index
  WHERE a.actor IN ('attacker', 'likely_attacker')
    AND c.outcome = 'success'
    AND regexp_like(c.event_name, '^(Create|Put|Run|Add|Attach|Authorize|Import|Register|Upload|Copy|Enable|Associate)')
  GROUP BY 1, 2, 3, 4, 5, 6
),
opposite AS (
  SELECT
    c.event_time,
    c.event_id,
    c.event_source,
    c.event_name,
    c.user_arn,
    c.bucket_name,
    c.object_key,
    c.request_parameters,
    regexp_replace(
      c.event_name,
      '^(Put|Delete|Terminate|Remove|Detach|Revoke|Deregister|Disable|Disassociate)',
      '') AS what
  FROM cloudtrail c
  WHERE c.outcome = 'success'
    AND regexp_like(c.event_name, '^(Put|Delete|Terminate|Remove|Detach|Revoke|Deregister|Disable|Disassociate)')
)
SELECT
  m.incident_id,
  m.event_source,
  m.event_name,
  m.item,
  m.bucket_name,
  m.actor,
  m.times,
  m.first_time,
  m.last_time,
  min_by(o.user_arn, (o.event_time, coalesce(o.event_id, ''))) FILTER (WHERE o.event_time IS NOT NULL) AS undone_by,
  min(o.event_time) AS undone_at
FROM made m
LEFT JOIN opposite o
  ON o.event_source = m.event_source
  AND o.event_time > m.last_time
  AND o.what = regexp_replace(m.event_name, '^(Create|Put|Run|Add|Attach|Authorize|Import|Register|Upload|Copy|Enable|Associate)', '')
  AND position(m.item IN o.request_parameters) > 0
  AND coalesce(m.bucket_name, '') = coalesce(o.bucket_name, '')
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
ORDER BY m.first_time, m.event_name, m.item NULLS LAST, m.bucket_name NULLS LAST
