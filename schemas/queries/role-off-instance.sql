-- Were keys of an instance's role used off the instance?
-- One row a session, key and address that is neither the instance's nor a NAT gateway's. Presigned requests are left out.
SELECT
  split_part(c.user_arn, '/', 3) AS instance_id,
  c.issuer_arn AS role,
  c.access_key_id,
  c.source_ip,
  o.owner AS address_of,
  count(*) AS calls,
  count(*) FILTER (WHERE c.outcome = 'denied') AS denied,
  nullif(array_join(array_sort(array_agg(DISTINCT c.event_name) FILTER (WHERE c.event_name IS NOT NULL)), ', '), '') AS kinds_of_calls,
  min(c.event_time) AS first_seen,
  max(c.event_time) AS last_seen
FROM cloudtrail c
LEFT JOIN (
  SELECT ip, max(owner) AS owner FROM addresses WHERE owner_kind = 'instance' GROUP BY ip
) o ON o.ip = c.source_ip
WHERE c.user_type = 'AssumedRole'
  AND split_part(c.user_arn, '/', 3) LIKE 'i-%'
  AND c.source_ip NOT LIKE '%.amazonaws.com'
  AND c.source_ip <> 'AWS Internal'
  AND coalesce(c.auth_method, '') <> 'QueryString'
  AND NOT EXISTS (
    SELECT 1 FROM addresses a
    WHERE a.ip = c.source_ip
      AND (a.scope = 'private' AND a.state IS NULL OR a.owner_kind = 'nat_gateway' OR a.owner = split_part(c.user_arn, '/', 3)))
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = 'cloudtrail' AND d.object = c.object AND d.record_index = c.record_index)
GROUP BY 1, 2, 3, 4, 5
ORDER BY first_seen NULLS LAST, instance_id, role NULLS LAST, access_key_id NULLS LAST, source_ip
