-- Were snapshots or images shared, and with whom?
-- One row a call that gave someone a snapshot or an image, or tried to: "all" is everyone.
SELECT
  c.event_time,
  c.event_name,
  nullif(regexp_extract(
    c.request_parameters,
    '"(snapshotId|imageId|dBSnapshotIdentifier|dBClusterSnapshotIdentifier)" *: *"([^"]*)"',
    2), '') AS item,
  nullif(regexp_extract(
    c.request_parameters,
    '"(add|valuesToAdd)" *:[^"]*("items"[^"]*)?("(userId|group)"[^"]*)?"([^"]*)"',
    5), '') AS shared_with,
  c.outcome,
  coalesce(c.issuer_arn, c.user_arn) AS principal,
  c.source_ip,
  a.actor,
  c.event_id
FROM cloudtrail c
LEFT JOIN attribution a ON a.log = 'cloudtrail' AND a.object = c.object AND a.record_index = c.record_index
WHERE c.event_name IN (
    'ModifySnapshotAttribute', 'ModifyImageAttribute', 'ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute')
  AND regexp_like(c.request_parameters, '"(add|valuesToAdd)"')
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = 'cloudtrail' AND d.object = c.object AND d.record_index = c.record_index)
ORDER BY c.event_time NULLS LAST, c.event_id
