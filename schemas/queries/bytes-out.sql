-- Where did bytes go, by machine and peer?
-- One row a machine and an address it sent to, the most bytes first. A log without directions counts from private to public.
-- :least number, e.g. 1000000, else 0 | bytes, at least
-- :from time, e.g. 2022-11-10T15:00:00Z, else 1970-01-01 | not before, UTC
-- :to time, e.g. 2022-11-11, else 9999-12-31 | before, UTC
SELECT
  coalesce(f.instance_id, f.interface_id) AS machine,
  f.srcaddr AS local_ip,
  f.dstaddr AS peer,
  max(f.pkt_dst_aws_service) AS aws_service,
  sum(f.bytes) AS bytes,
  sum(f.packets) AS packets,
  count(*) AS flows,
  min(f.event_time) AS first_seen,
  max(f.event_time) AS last_seen
FROM flow f
WHERE f.action = 'ACCEPT'
  AND (f.flow_direction = 'egress'
    OR f.flow_direction IS NULL
      AND regexp_like(f.srcaddr, '^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.])')
      AND NOT regexp_like(f.dstaddr, '^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.])'))
  AND f.event_time >= :from
  AND f.event_time < :to
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = 'flow' AND d.object = f.object AND d.record_index = f.record_index)
GROUP BY 1, 2, 3
HAVING sum(f.bytes) >= :least
ORDER BY bytes DESC, machine NULLS LAST, local_ip, peer
