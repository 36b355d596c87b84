-- Who signed in to the console without MFA?
-- One row a sign-in that worked and for which AWS saw no MFA. Of a federated one the identity provider may have asked for it.
SELECT
  c.event_time,
  c.account_id,
  c.user_type,
  c.user_type = 'AssumedRole' AS federated,
  c.user_arn,
  c.source_ip,
  c.user_agent,
  a.actor,
  c.event_id
FROM cloudtrail c
LEFT JOIN attribution a ON a.log = 'cloudtrail' AND a.object = c.object AND a.record_index = c.record_index
WHERE c.event_name = 'ConsoleLogin'
  AND c.console_login = 'Success'
  AND regexp_like(c.additional_event_data, '"MFAUsed" *: *"No"')
  AND NOT EXISTS (
    SELECT 1 FROM duplicates d
    WHERE d.log = 'cloudtrail' AND d.object = c.object AND d.record_index = c.record_index)
ORDER BY c.event_time NULLS LAST, c.event_id
