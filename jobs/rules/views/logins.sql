/*
title: What sshd said, by instance
description: One row a message of sshd, with the instance, account and region, where these are known by any log.
needs: [host_auth]
uses: [flow, interfaces]
*/
WITH machines AS (
  SELECT name, max(place).instance_id AS instance_id, max(place).account_id AS account_id, max(place).aws_region AS aws_region
  FROM (
    SELECT instance_id AS name, struct(instance_id, account_id, aws_region) AS place FROM interfaces
    UNION ALL
    SELECT instance_id, struct(instance_id, account_id, aws_region) FROM flow WHERE instance_id IS NOT NULL
    UNION ALL
    SELECT local_ip, struct(instance_id, account_id, aws_region) FROM interfaces WHERE local_ip IS NOT NULL
  )
  GROUP BY name
  -- a private address exists once a network: of two instances it names neither
  HAVING count(DISTINCT place.instance_id) = 1
),
lines AS (
  SELECT
    *,
    coalesce(
      instance_id,
      nullif(regexp_replace(regexp_extract(host, '^ip-(\\d+-\\d+-\\d+-\\d+)', 1), '-', '.'), '')) AS name
  FROM host_auth
)
SELECT
  l.event_time,
  coalesce(l.instance_id, m.instance_id) AS instance_id,
  coalesce(l.instance_id, m.instance_id, l.log_stream, l.host) AS host,
  coalesce(l.account_id, m.account_id) AS account_id,
  coalesce(l.aws_region, m.aws_region) AS aws_region,
  l.action,
  l.method,
  l.user_name,
  l.source_ip,
  l.source_port,
  coalesce(l.repeats, 1) AS repeats,
  l.object,
  l.record_index
FROM lines l
LEFT JOIN machines m ON m.name = l.name
