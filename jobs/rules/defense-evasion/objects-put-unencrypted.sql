/*
title: Objects put while a bucket had no default encryption
id: 8c9d0e1f-2a3b-4c5d-9e6f-7a8b9c0d2a08
status: experimental
description: >-
  Objects were put into a bucket whose default encryption was off, and no encryption was asked for: they lie
  unencrypted until they are written anew. Since January 2023 S3 encrypts all new objects.
references:
  - https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
author: coldtrail
date: 2026-11-24
tags: [attack.defense-evasion, attack.t1600]
level: low
needs: [cloudtrail, bucket_states]
parameters:
  always_since: {value: '2023-01-05 00:00:00', meaning: 'from when S3 encrypts all new objects, UTC'}
  named: {value: 5, meaning: objects that the sentence names}
falsepositives:
  - Buckets that never had a default
*/
WITH puts AS (
  SELECT
    c.*,
    concat_ws(' ', request_parameters, response_elements, additional_event_data) AS said
  FROM cloudtrail c
  WHERE event_source = 's3.amazonaws.com'
    AND event_name IN ('PutObject', 'CopyObject', 'CompleteMultipartUpload')
    AND outcome = 'success'
    AND event_time < CAST(:always_since AS TIMESTAMP)
),
bare AS (
  SELECT p.*, dense_rank() OVER (PARTITION BY p.bucket_name ORDER BY p.object_key) AS place
  FROM puts p
  JOIN bucket_states s
    ON s.bucket_name = p.bucket_name
    AND s.encryption = 'none'
    AND p.event_time >= coalesce(s.valid_from, TIMESTAMP '1970-01-01')
    AND (s.valid_to IS NULL OR p.event_time < s.valid_to)
  WHERE p.object_key IS NOT NULL
    AND NOT contains(lower(p.said), 'server-side-encryption')
    AND coalesce(get_json_object(p.additional_event_data, '$.SSEApplied'), 'None') IN ('None', 'none', '')
)
SELECT
  'TARGET' AS role,
  max(account_id) AS account_id,
  max(aws_region) AS aws_region,
  bucket_name,
  IF(count(DISTINCT user_arn) = 1, max(user_arn), NULL) AS principal,
  min(event_time) AS time_first,
  max(event_time) AS time_last,
  count(DISTINCT object_key) AS n,
  sum(bytes_in) AS bytes,
  'A' AS grade,
  concat(
    count(DISTINCT object_key), IF(count(DISTINCT object_key) = 1, ' object', ' objects'), ' put into bucket ',
    bucket_name, ' unencrypted: ', array_join(sort_array(collect_set(IF(place <= :named, object_key, NULL))), ', '),
    IF(count(DISTINCT object_key) > :named, ' and others.', '.')) AS detail,
  coldtrail.evidence('cloudtrail', object, record_index, event_time) AS evidence
FROM bare
GROUP BY bucket_name
