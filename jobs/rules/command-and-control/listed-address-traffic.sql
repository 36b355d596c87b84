/*
title: Traffic with an address on a threat list
id: 9f8e2b0a-3c4d-4e5f-8a6b-1c2d3e4f2a04
status: experimental
description: >-
  An instance exchanged packets with an address on a threat list. Where the instance began, something on it knows
  that address.
references:
  - https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html
author: coldtrail
date: 2026-11-24
tags: [attack.command-and-control, attack.t1071]
level: medium
needs: [traffic]
parameters:
  reply: {value: 1, meaning: seconds by which the first reply may seem to come before what it answers}
falsepositives:
  - Scanners of the internet that the firewall kept out, which is told by the finding
custom:
  finding_type: UnauthorizedAccess:EC2/MaliciousIPCaller.Custom
  remediation: >-
    Deny the address in the network ACL, then look at what the instance ran, what it holds and what its role may do.
    Isolate it where it began the traffic.
  remediation_url: https://docs.aws.amazon.com/guardduty/latest/ug/compromised-ec2.html
*/
WITH listed AS (
  SELECT *, coldtrail.listed(remote_ip) AS entry
  FROM traffic
  WHERE coldtrail.listed(remote_ip) IS NOT NULL
),
opened AS (
  -- ICMP has no ports: whose packet came first began it
  SELECT
    *,
    coalesce(
      server,
      min(IF(outbound, NULL, unix_seconds(event_time))) OVER pair
        < min(IF(outbound, unix_seconds(event_time), NULL)) OVER pair - :reply,
      NOT max(outbound) OVER pair) AS began_there
  FROM listed
  WINDOW pair AS (PARTITION BY host, remote_ip, protocol)
),
pairs AS (
  SELECT
    host,
    remote_ip,
    began_there,
    max(entry) AS entry,
    max(account_id) AS account_id,
    max(aws_region) AS aws_region,
    max(instance_id) AS instance_id,
    max(interface_id) AS interface_id,
    max(local_ip) AS local_ip,
    min(event_time) AS time_first,
    max(end_time) AS time_last,
    count(*) AS n,
    count_if(blocked) AS blocked,
    sum(bytes) AS bytes,
    sort_array(collect_set(
      CASE WHEN protocol = 1 THEN 'ICMP'
           WHEN protocol IN (6, 17) AND port < 1024 THEN concat(IF(protocol = 6, 'TCP ', 'UDP '), port)
           WHEN protocol IN (6, 17) THEN IF(protocol = 6, 'TCP', 'UDP')
           ELSE concat('protocol ', protocol) END)) AS kinds,
    IF(count(DISTINCT port) = 1, max(port), NULL) AS port,
    coldtrail.evidence('flow', object, record_index, event_time) AS evidence
  FROM opened
  GROUP BY host, remote_ip, began_there
)
SELECT
  IF(began_there, 'TARGET', 'ACTOR') AS role,
  IF(blocked = n, 'low', 'medium') AS severity,
  account_id,
  aws_region,
  instance_id,
  interface_id,
  local_ip,
  remote_ip,
  nullif(port, 0) AS port,
  time_first,
  time_last,
  n,
  bytes,
  'A' AS grade,
  concat(
    IF(began_there, concat(remote_ip, ' sent to ', host), concat(host, ' spoke to ', remote_ip)),
    ' (', entry, '): ', array_join(slice(kinds, 1, 5), ', '), IF(size(kinds) > 5, ' and others', ''), ', ', n,
    IF(n = 1, ' record, ', ' records, '), bytes, ' bytes',
    CASE WHEN blocked = n THEN ', all blocked' WHEN blocked > 0 THEN concat(', ', blocked, ' of them blocked') ELSE '' END,
    '.') AS detail,
  evidence
FROM pairs
