-- Who signed in to machines, or tried to?
-- One row a machine, user, address and method of sshd: sign-ins that worked, tries that failed, first and last.
-- :address text, e.g. 203.0.113.26, else % | address; % for all
SELECT
  coalesce(h.instance_id, h.host) AS machine,
  h.user_name,
  h.source_ip,
  h.method,
  coalesce(sum(coalesce(h.repeats, 1)) FILTER (WHERE h.action = 'accepted'), 0) AS accepted,
  coalesce(sum(coalesce(h.repeats, 1)) FILTER (WHERE h.action = 'failed'), 0) AS failed,
  min(h.event_time) FILTER (WHERE h.action = 'accepted') AS first_accepted,
  min(h.event_time) AS first_seen,
  max(h.event_time) AS last_seen
FROM host_auth h
WHERE h.action IN ('accepted', 'failed')
  AND h.source_ip LIKE :address
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = 'host_auth' AND d.object = h.object AND d.record_index = h.record_index)
GROUP BY 1, 2, 3, 4
ORDER BY first_accepted NULLS LAST, first_seen NULLS LAST, machine NULLS LAST, user_name NULLS LAST, source_ip, method NULLS LAST
