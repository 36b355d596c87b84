-- Who asked for this domain?
-- One row a machine and name, the domain's own and all below it: queries, answers, first and last. Cached ones are not logged.
-- :domain text, e.g. amazonaws.com | domain, without the final dot
SELECT
  coalesce(q.instance_id, q.source_ip) AS machine,
  q.vpc_id,
  q.query_name,
  q.query_type,
  q.rcode,
  count(*) AS queries,
  count(*) FILTER (WHERE q.firewall_rule_action = 'BLOCK') AS blocked,
  min(q.event_time) AS first_seen,
  max(q.event_time) AS last_seen
FROM dns q
WHERE (lower(q.query_name) = lower(concat(:domain, '.')) OR lower(q.query_name) LIKE lower(concat('%.', :domain, '.')))
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = 'dns' AND d.object = q.object AND d.record_index = q.record_index)
GROUP BY 1, 2, 3, 4, 5
ORDER BY first_seen NULLS LAST, machine NULLS LAST, query_name, query_type NULLS LAST, rcode NULLS LAST, vpc_id NULLS LAST
