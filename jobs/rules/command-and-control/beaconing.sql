/*
title: Connections as regular as a clock
id: 5a7d3c1b-8e9f-4a0b-9c1d-2e3f4a5b2a05
status: experimental
description: >-
  An instance reaches one address outside at even intervals, with equal sizes, over hours: so a program reports to
  whoever steers it. Monitoring and updates can look the same.
references:
  - https://github.com/activecm/rita
  - https://attack.mitre.org/techniques/T1071/
author: coldtrail
date: 2026-11-24
tags: [attack.command-and-control, attack.t1071]
level: medium
needs: [traffic]
parameters:
  least: {value: 0.8, meaning: score from which a pair is told}
  quiet_ports: {value: [53, 123, 853], meaning: 'server ports whose clients are regular by nature: names and time'}
  aws_penalty: {value: 0.3, meaning: taken from the score of addresses of AWS}
  modifier: {value: 0.15, meaning: 'added for a listed address or one that few hosts know, taken where half of them do'}
  rare: {value: 0.02, meaning: share of hosts up to which an address is known to few}
  common: {value: 0.5, meaning: share of hosts from which an address is known to many}
  hosts: {value: 10, meaning: hosts from which a share of them says something}
  pause: {value: 600, meaning: seconds without packets after which one client port is a new connection}
  most: {value: 86400, meaning: connections a day from which it is no beacon but a flood}
falsepositives:
  - Monitoring agents and clients of a vendor that report every minute
custom:
  finding_type: Behavior:EC2/Beaconing
  remediation: >-
    Find the process that opens these connections and who runs the address. If neither is known, isolate the instance
    and keep its disk and memory.
  remediation_url: https://docs.aws.amazon.com/guardduty/latest/ug/compromised-ec2.html
*/
WITH outward AS (
  SELECT
    *,
    IF(protocol <> 1
         AND event_time <= max(end_time) OVER (PARTITION BY host, remote_ip, protocol, port, client_port
                                               ORDER BY event_time, object, record_index
                                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                           + make_dt_interval(0, 0, 0, :pause), 0, 1) AS opens,
    min(IF(outbound, NULL, event_time)) OVER (PARTITION BY host, remote_ip, protocol) AS first_in,
    min(IF(outbound, event_time, NULL)) OVER (PARTITION BY host, remote_ip, protocol) AS first_out
  FROM (
    SELECT *, count(*) OVER (PARTITION BY host, remote_ip) AS records
    FROM traffic
    WHERE coldtrail.is_public(remote_ip)
      AND NOT blocked
      AND NOT coalesce(server, false)
      AND NOT array_contains(:quiet_ports, coalesce(port, 0))
      AND coalesce(remote_service, 'EC2') = 'EC2'
  )
  WHERE records >= 4 -- as many as are scored below
),
connections AS (
  SELECT
    *,
    count(*) OVER (PARTITION BY host, remote_ip, day) AS n
  FROM (
    SELECT
      *,
      unix_seconds(event_time) - unix_seconds(min(event_time) OVER (PARTITION BY host, remote_ip)) AS second,
      (unix_seconds(event_time) - unix_seconds(min(event_time) OVER (PARTITION BY host, remote_ip))) DIV 86400 AS day
    FROM outward
    -- whose packet came first began it; a ping from outside is no beacon of ours
    WHERE outbound AND opens = 1 AND (server IS NOT NULL OR first_in IS NULL OR first_out <= first_in)
  )
),
days AS (
  SELECT
    host,
    remote_ip,
    day,
    coldtrail.beacon_score(collect_list(second - day * 86400), collect_list(bytes)) AS score,
    max(account_id) AS account_id,
    max(aws_region) AS aws_region,
    max(instance_id) AS instance_id,
    max(interface_id) AS interface_id,
    max(local_ip) AS local_ip,
    IF(count(DISTINCT port) = 1, max(port), NULL) AS port,
    max(protocol) AS protocol,
    min(event_time) AS time_first,
    max(end_time) AS time_last,
    count(*) AS n,
    sum(bytes) AS bytes,
    coldtrail.evidence('flow', object, record_index, event_time) AS evidence
  FROM connections
  WHERE n BETWEEN 4 AND :most - 1
  GROUP BY host, remote_ip, day
),
known AS (
  SELECT remote_ip, count(DISTINCT host) AS hosts
  FROM traffic
  GROUP BY remote_ip
),
estate AS (
  SELECT count(DISTINCT host) AS hosts
  FROM traffic
),
scored AS (
  SELECT
    d.*,
    round(least(1.0D, greatest(0.0D,
      d.score
        - IF(coldtrail.in_aws(d.remote_ip), :aws_penalty, 0)
        + IF(coldtrail.listed(d.remote_ip) IS NOT NULL, :modifier, 0)
        + CASE WHEN e.hosts < :hosts THEN 0
               WHEN k.hosts <= e.hosts * :rare THEN :modifier
               WHEN k.hosts >= e.hosts * :common THEN -:modifier
               ELSE 0 END)), 3) AS final
  FROM days d
  JOIN known k ON k.remote_ip = d.remote_ip
  CROSS JOIN estate e
),
pairs AS (
  SELECT
    host,
    remote_ip,
    max(struct(final, -day AS earliest, port, protocol, n, bytes, time_first, time_last, evidence)) AS best,
    max(account_id) AS account_id,
    max(aws_region) AS aws_region,
    max(instance_id) AS instance_id,
    max(interface_id) AS interface_id,
    max(local_ip) AS local_ip,
    min(time_first) AS time_first,
    max(time_last) AS time_last,
    sum(n) AS n,
    sum(bytes) AS bytes
  FROM scored
  WHERE final >= :least
  GROUP BY host, remote_ip
)
SELECT
  'ACTOR' AS role,
  account_id,
  aws_region,
  instance_id,
  interface_id,
  local_ip,
  remote_ip,
  nullif(best.port, 0) AS port,
  time_first,
  time_last,
  n,
  bytes,
  best.final AS score,
  'B' AS grade,
  concat(
    host, ' reached ', remote_ip, ' ', best.n, ' times in a day',
    CASE WHEN best.protocol = 1 THEN ' by ICMP'
         WHEN best.port IS NOT NULL THEN concat(' on port ', best.port) ELSE '' END,
    ', about every ',
    CAST(round((unix_seconds(best.time_last) - unix_seconds(best.time_first)) / greatest(best.n - 1, 1)) AS BIGINT),
    ' s, from ', date_format(best.time_first, 'yyyy-MM-dd HH:mm:ss'), ' UTC: score ', best.final, ' of 1.') AS detail,
  best.evidence AS evidence
FROM pairs
