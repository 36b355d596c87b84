-- Who touched this object?
-- One row a request for it, in order, from CloudTrail and the access logs; one that both tell of is there once.
-- :bucket text, e.g. threat-detection-wksp-670276497870-us-west-2-data | bucket
-- :object text, e.g. config.py | key of the object
SELECT event_time, log, action, outcome, who, source_ip, bytes, actor, event_id
FROM (
  SELECT
    c.event_time,
    'cloudtrail' AS log,
    c.event_name AS action,
    c.outcome,
    coalesce(c.user_arn, c.invoked_by, 'anonymous') AS who,
    c.source_ip,
    c.bytes_out AS bytes,
    a.actor,
    c.event_id
  FROM cloudtrail c
  LEFT JOIN attribution a ON a.log = 'cloudtrail' AND a.object = c.object AND a.record_index = c.record_index
  WHERE c.bucket_name = :bucket
    AND c.object_key = :object
    AND NOT EXISTS (
      SELECT 1 FROM duplicates d
      WHERE d.log = 'cloudtrail' AND d.object = c.object AND d.record_index = c.record_index)
  UNION ALL
  SELECT
    s.event_time,
    's3_access',
    s.operation,
    s.outcome,
    coalesce(s.requester, 'anonymous'),
    s.source_ip,
    s.bytes_sent,
    a.actor,
    s.event_id
  FROM s3_access s
  LEFT JOIN attribution a ON a.log = 's3_access' AND a.object = s.object AND a.record_index = s.record_index
  WHERE s.bucket_name = :bucket
    AND s.object_key = :object
    AND NOT EXISTS (SELECT 1 FROM cloudtrail c WHERE c.request_id = s.request_id)
    AND NOT EXISTS (
      SELECT 1 FROM duplicates d
      WHERE d.log = 's3_access' AND d.object = s.object AND d.record_index = s.record_index)
) requests
ORDER BY event_time NULLS LAST, event_id
