/*
title: Bucket asked from an address on a threat list
id: 7e1f0c2d-4b5a-4c6d-8e7f-9a0b1c2d2a06
status: experimental
description: >-
  The access log of a bucket has requests from an address on a threat list. It sees what CloudTrail may not: requests
  without credentials, and buckets without data events.
references:
  - https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
author: coldtrail
date: 2026-11-24
tags: [attack.exfiltration, attack.t1530]
level: medium
needs: [s3_access]
falsepositives:
  - Public websites, which the whole internet asks
*/
SELECT
  'TARGET' AS role,
  IF(count_if(outcome = 'success') = 0, 'low', 'medium') AS severity,
  max(account_id) AS account_id,
  max(aws_region) AS aws_region,
  bucket_name,
  source_ip AS remote_ip,
  IF(count(DISTINCT coalesce(requester, '')) = 1 AND max(requester) LIKE 'arn:%', max(requester), NULL) AS principal,
  min(event_time) AS time_first,
  max(event_time) AS time_last,
  count(*) AS n,
  sum(bytes_sent) AS bytes,
  'A' AS grade,
  concat(
    source_ip, ' (', max(coldtrail.listed(source_ip)), ') sent ', count(*), ' requests to bucket ', bucket_name, ', ',
    count_if(outcome = 'success'), ' with success, ', count_if(requester IS NULL), ' without credentials, and got ',
    coalesce(sum(bytes_sent), 0), ' bytes.') AS detail,
  coldtrail.evidence('s3_access', object, record_index, event_time) AS evidence
FROM s3_access
WHERE coldtrail.listed(source_ip) IS NOT NULL AND bucket_name IS NOT NULL
GROUP BY bucket_name, source_ip
