/*
title: Bucket open to everyone, as it came out
id: 4d2e6f8a-1b3c-4d5e-9f6a-7b8c9d0e2a07
status: experimental
description: >-
  What grants of an access list or a policy add up to with object ownership and Block Public Access: whether anyone
  could list the bucket, get objects or put them, and how long.
references:
  - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
  - https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
author: coldtrail
date: 2026-11-24
tags: [attack.exfiltration, attack.t1530]
level: high
needs: [bucket_states]
uses: [signals]
falsepositives:
  - Websites
custom:
  finding_type: Policy:S3/BucketAnonymousAccessGranted
  remediation: >-
    Remove the grant, switch Block Public Access on for the account, and take what was open as read by anyone since.
    Access logs and data events tell who was there.
  remediation_url: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
*/
WITH granted AS (
  SELECT
    s.*,
    coalesce(n.finding_type, 'Policy:S3/BucketAnonymousAccessGranted') AS type,
    n.finding_type IS NOT NULL AS called
  FROM bucket_states s
  LEFT JOIN (
    SELECT log, object, record_index, min(finding_type) AS finding_type
    FROM signals
    WHERE finding_type IN ('Policy:S3/BucketAnonymousAccessGranted', 'Policy:S3/BucketPublicAccessGranted')
    GROUP BY log, object, record_index
  ) n ON n.log = s.log AND n.object = s.object AND n.record_index = s.record_index
  WHERE s.acl_grants <> '' OR s.policy_public <> ''
),
typed AS (
  -- a later change leaves the grant, and its type, as they were
  SELECT *, IF(called, type, coalesce(last_value(IF(called, type, NULL), true) OVER (
    PARTITION BY bucket_name ORDER BY valid_from ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), type)) AS of_type
  FROM granted
),
buckets AS (
  SELECT
    bucket_name,
    of_type,
    max(account_id) AS account_id,
    max(aws_region) AS aws_region,
    min(valid_from) AS time_first,
    min(struct(valid_from, changed_by)).changed_by AS principal,
    IF(count_if(valid_to IS NULL) > 0, NULL, max(valid_to)) AS until,
    concat_ws(', ', sort_array(collect_set(nullif(acl_grants, '')))) AS grants,
    concat_ws(', ', sort_array(collect_set(nullif(policy_public, '')))) AS allows,
    filter(
      array(
        IF(bool_or(public_list = 'yes'), 'list it', NULL),
        IF(bool_or(public_get = 'yes'), 'get its objects', NULL),
        IF(bool_or(public_put = 'yes'), 'put objects', NULL)),
      e -> e IS NOT NULL) AS could,
    bool_or(public_get = 'yes') AS got,
    bool_or('unknown' IN (public_list, public_get, public_put)) AS doubt,
    coldtrail.evidence(log, object, record_index, valid_from) AS evidence
  FROM typed
  GROUP BY bucket_name, of_type
)
SELECT
  of_type AS finding_type,
  'TARGET' AS role,
  CASE WHEN size(could) > 0 OR doubt THEN 'high' ELSE 'low' END AS severity,
  account_id,
  aws_region,
  bucket_name,
  principal,
  time_first,
  until AS time_last,
  1 AS n,
  CASE WHEN size(could) > 0 OR NOT doubt THEN 'A' ELSE 'B' END AS grade,
  concat(
    'Bucket ', bucket_name, ' was opened to everyone',
    IF(grants = '', '', concat(' by its access list (', grants, ')')),
    IF(allows = '', '', concat(' by its policy (', allows, ')')),
    coalesce(concat(', first by ', principal), ''),
    coalesce(concat(' at ', date_format(time_first, 'yyyy-MM-dd HH:mm:ss'), ' UTC'), ''), ': ',
    CASE
      WHEN size(could) > 0 THEN concat(
        'anyone could ', array_join(could, ' and '),
        IF(got, '', ', but not get objects by what the bucket says'),
        IF(until IS NULL, ', to the end of the archive.', concat(', until ', date_format(until, 'yyyy-MM-dd HH:mm:ss'), ' UTC.')))
      WHEN doubt THEN 'whether that let anyone in, the archive does not show.'
      ELSE 'nobody got in by it, for object ownership or Block Public Access kept them out.'
    END) AS detail,
  evidence
FROM buckets
