/*
title: Objects with telling names exposed or taken
id: 1f2a3b4c-5d6e-4f70-8a9b-0c1d2e3f2a09
status: experimental
description: >-
  Objects whose names speak of secrets or of people lay in a bucket that anyone could list, or were read without
  credentials or from a listed address. What they hold no log shows; their names are reason enough to look.
references:
  - https://docs.aws.amazon.com/macie/latest/user/findings-types.html
author: coldtrail
date: 2026-11-24
tags: [attack.collection, attack.t1530]
level: high
needs: [cloudtrail]
uses: [s3_access, bucket_states]
parameters:
  names:
    value: '(?i)(employee|customer|payroll|salary|patient|ssn|passport|passw|credential|secret|private|id_rsa|config\.|\.env$|\.pem$|\.p12$|\.key$|\.pst$|\.kdbx$|backup|dump)'
    meaning: pattern of names that suggest secrets or personal data
  named: {value: 5, meaning: objects that the sentence names}
falsepositives:
  - Names that mean something else
custom:
  finding_type: SensitiveData:S3Object/Multiple
  remediation: >-
    Look into the named objects. Revoke and replace every secret in them, tell who must be told of personal data, and
    write the objects anew under a key of KMS once the bucket is closed.
  remediation_url: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
*/
WITH requests AS (
  -- one row a request, whichever log has it: the trail where both do
  SELECT
    bucket_name,
    object_key,
    min(struct(rank, log, account_id, aws_region, event_time, source_ip, anonymous, reads, bytes, object, record_index)) AS r
  FROM (
    SELECT
      0 AS rank, 'cloudtrail' AS log, account_id, aws_region, event_time, source_ip,
      coalesce(user_account_id, '') = 'ANONYMOUS_PRINCIPAL' OR access_key_id IS NULL AND user_arn IS NULL AND invoked_by IS NULL
        AND user_type = 'AWSAccount' AS anonymous,
      event_name IN ('GetObject', 'CopyObject', 'SelectObjectContent') AS reads,
      coalesce(bytes_out, 0) AS bytes, object, record_index, bucket_name, object_key,
      coalesce(request_id, event_id) AS request
    FROM cloudtrail
    WHERE event_source = 's3.amazonaws.com' AND outcome = 'success' AND object_key IS NOT NULL AND bucket_name IS NOT NULL
      AND event_name NOT LIKE 'Delete%'
    UNION ALL
    SELECT
      1, 's3_access', account_id, aws_region, event_time, source_ip,
      requester IS NULL AND operation LIKE '%REST.%',
      operation LIKE '%.GET.OBJECT',
      coalesce(bytes_sent, 0), object, record_index, bucket_name, object_key,
      coalesce(request_id, event_id)
    FROM s3_access
    WHERE outcome = 'success' AND object_key IS NOT NULL AND bucket_name IS NOT NULL
      AND operation NOT LIKE '%DELETE%'
  )
  WHERE object_key RLIKE :names
  GROUP BY bucket_name, object_key, request
),
objects AS (
  SELECT
    bucket_name,
    object_key,
    max(r.account_id) AS account_id,
    max(r.aws_region) AS aws_region,
    min(r.event_time) AS seen_first,
    max(r.event_time) AS seen_last,
    sum(IF(r.reads AND (r.anonymous OR coldtrail.listed(r.source_ip) IS NOT NULL), 1, 0)) AS takings,
    sum(IF(r.reads AND (r.anonymous OR coldtrail.listed(r.source_ip) IS NOT NULL), r.bytes, 0)) AS bytes,
    max(r.reads AND r.anonymous) AS anonymous,
    collect_set(IF(r.reads AND r.anonymous, 'without credentials',
                   IF(r.reads, coldtrail.listed(r.source_ip), NULL))) AS takers,
    coldtrail.evidence(r.log, r.object, r.record_index, r.event_time) AS refs
  FROM requests
  GROUP BY bucket_name, object_key
),
open AS (
  SELECT
    bucket_name,
    max(valid_to IS NULL) AS still,
    max(valid_to) AS until,
    max(public_get = 'yes') AS got
  FROM bucket_states
  WHERE public_list = 'yes' OR public_get = 'yes'
  GROUP BY bucket_name
),
exposed AS (
  SELECT
    o.*,
    p.bucket_name IS NOT NULL AS listable,
    coalesce(p.got, false) AS got,
    row_number() OVER (PARTITION BY o.bucket_name ORDER BY o.takings DESC, o.object_key) AS place
  FROM objects o
  LEFT JOIN open p ON p.bucket_name = o.bucket_name AND (p.still OR o.seen_first < p.until)
  WHERE o.takings > 0 OR p.bucket_name IS NOT NULL
)
SELECT
  'TARGET' AS role,
  -- a list of names is less than what the objects hold
  IF(max(got) OR max(anonymous), 'high', 'medium') AS severity,
  max(account_id) AS account_id,
  max(aws_region) AS aws_region,
  bucket_name,
  min(seen_first) AS time_first,
  max(seen_last) AS time_last,
  count(*) AS n,
  sum(bytes) AS bytes,
  'B' AS grade,
  concat(
    count(*), IF(count(*) = 1, ' object', ' objects'), ' of bucket ', bucket_name,
    ' by their names may hold secrets or personal data: ', array_join(sort_array(collect_list(IF(place <= :named, object_key, NULL))), ', '),
    IF(count(*) > :named, ' and others', ''), '. ',
    IF(max(got), 'Anyone could get them. ', IF(max(listable), 'Anyone could list them, not get them. ', '')),
    IF(sum(takings) > 0,
       concat(count_if(takings > 0), ' were read ', sum(takings), ' times (',
              array_join(slice(sort_array(array_distinct(flatten(collect_list(IF(place <= :named, takers, NULL))))), 1, 3), '; '), '), ',
              sum(bytes), ' bytes in all.'),
       'No reading from a listed address or without credentials is in the logs.')) AS detail,
  slice(array_distinct(flatten(transform(
    array_sort(collect_list(IF(place <= 20, struct(place, refs), NULL))),
    e -> filter(e.refs, (r, i) -> i < 2 OR i = size(e.refs) - 1)))), 1, 20) AS evidence
FROM exposed
GROUP BY bucket_name
