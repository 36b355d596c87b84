/*
title: SSH logins that failed again and again
id: 0d3f1a60-0c5e-4f0e-8a55-3b1d7a0f2a02
status: experimental
description: >-
  The log of a machine shows many failed SSH logins from one address, or a password accepted after several failures
  in a row: passwords are being tried, and in the second case one was right.
references:
  - https://docs.zeek.org/en/master/scripts/policy/protocols/ssh/detect-bruteforcing.zeek.html
author: coldtrail
date: 2026-11-24
tags: [attack.credential-access, attack.t1110.001]
level: low
needs: [logins]
parameters:
  before_success: {value: 5, meaning: failures in a row before the password that was right}
  failures: {value: 30, meaning: failures without success within the window}
  window: {value: 1800, meaning: seconds}
falsepositives:
  - Users who forgot a password
custom:
  finding_type: UnauthorizedAccess:EC2/SSHBruteForce
  remediation: >-
    Close port 22 to the internet, or to all but your offices; switch password login off in sshd_config; change the
    passwords of the users that were tried.
  remediation_url: https://docs.aws.amazon.com/guardduty/latest/ug/compromised-ec2.html
*/
WITH attempts AS (
  SELECT *, action = 'accepted' AS accepted
  FROM logins
  WHERE source_ip IS NOT NULL AND (action = 'failed' OR action = 'accepted' AND method LIKE 'password%')
),
counted AS (
  SELECT
    *,
    -- a login that worked ends a row of failures
    sum(IF(accepted, 1, 0)) OVER (PARTITION BY host, source_ip ORDER BY event_time, object, record_index
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS logins_before
  FROM attempts
),
busy AS (
  SELECT host, source_ip
  FROM (
    SELECT host, source_ip, unix_seconds(event_time)
      - lag(unix_seconds(event_time), :failures - 1) OVER (PARTITION BY host, source_ip ORDER BY event_time) AS seconds
    FROM attempts
    LATERAL VIEW explode(sequence(1, least(repeats, :failures))) AS failure
    WHERE NOT accepted
  )
  WHERE seconds <= :window
  GROUP BY host, source_ip
),
rowed AS (
  SELECT
    *,
    sum(IF(accepted, 0, repeats)) OVER (PARTITION BY host, source_ip, coalesce(logins_before, 0)
                                        ORDER BY event_time, object, record_index) AS in_a_row
  FROM counted
),
pairs AS (
  SELECT
    r.host,
    r.source_ip,
    max(instance_id) AS instance_id,
    max(account_id) AS account_id,
    max(aws_region) AS aws_region,
    min(event_time) AS time_first,
    max(event_time) AS time_last,
    sum(IF(accepted, 0, repeats)) AS failures,
    count(DISTINCT user_name) AS users,
    min(IF(accepted AND in_a_row >= :before_success,
           struct(event_time, object, record_index, user_name, in_a_row), NULL)) AS success,
    coldtrail.evidence('host_auth', object, record_index, event_time) AS lines
  FROM rowed r
  LEFT JOIN busy b ON b.host = r.host AND b.source_ip = r.source_ip
  GROUP BY r.host, r.source_ip
  HAVING success IS NOT NULL OR max(b.host) IS NOT NULL
)
SELECT
  'TARGET' AS role,
  account_id,
  aws_region,
  instance_id,
  IF(instance_id IS NULL, host, NULL) AS resource_id,
  IF(instance_id IS NULL, 'Other', NULL) AS resource_type,
  source_ip AS remote_ip,
  22 AS port,
  success.user_name AS host_user,
  time_first,
  time_last,
  failures AS n,
  IF(success IS NULL, 'no_success', 'success') AS verdict,
  success.event_time AS verdict_time,
  'A' AS grade,
  concat(
    source_ip, ' failed ', failures, ' times to log in to ', host, ' by SSH, as ', users,
    IF(users = 1, ' user', ' users'), ', from ', date_format(time_first, 'yyyy-MM-dd HH:mm:ss'), ' UTC',
    IF(success IS NULL,
       ', and never got in by password.',
       concat('; after ', success.in_a_row, ' failures in a row a password was accepted for ', success.user_name,
              ' at ', date_format(success.event_time, 'yyyy-MM-dd HH:mm:ss'), ' UTC.'))) AS detail,
  concat(
    IF(success IS NULL,
       array(),
       array(struct('host_auth' AS log, success.object, success.record_index))),
    filter(lines, (r, i) -> i < 9 OR i >= size(lines) - 9)) AS evidence
FROM pairs
