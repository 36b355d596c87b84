/*
title: SSH passwords guessed
id: 6b0c9a5e-5d0e-4c39-9a55-6f5d6e1f2a01
status: experimental
description: >-
  Many short SSH connections of one length from one address: passwords are being tried. Whether one was right is
  told by the machine's own log where it is archived, else by a session that outlasts the tries.
references:
  - https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html
  - https://github.com/SSHCure/SSHCure
  - https://man.openbsd.org/sshd_config
author: coldtrail
date: 2026-11-24
tags: [attack.credential-access, attack.t1110.001]
level: low
needs: [traffic]
uses: [logins]
parameters:
  port: {value: 22, meaning: server port}
  least_packets: {value: 11, meaning: packets of the client that a try takes at least}
  most_packets: {value: 51, meaning: packets of the client that a connection of tries takes at most}
  flat: {value: 2, meaning: packets by which one try may differ from the one before}
  streak: {value: 5, meaning: tries in a row that differ so little}
  tries: {value: 10, meaning: connections of tries within the window}
  window: {value: 1800, meaning: seconds}
  longer: {value: 5, meaning: packets by which a session outlasts the mean try}
  pause: {value: 60, meaning: seconds without packets after which one client port is a new connection}
falsepositives:
  - Jobs that log in by key many times an hour, where the machine's log is not archived
custom:
  finding_type: UnauthorizedAccess:EC2/SSHBruteForce
  remediation: >-
    Close port 22 to the internet, or to all but your offices; switch password login off in sshd_config; change the
    passwords of the users that were tried. Where the instance is the one that guesses, isolate it and find out who
    is on it.
  remediation_url: https://docs.aws.amazon.com/guardduty/latest/ug/compromised-ec2.html
*/
WITH guessed AS (
  SELECT *, count(*) OVER (PARTITION BY server, guesser) AS met
  FROM (
    SELECT *, IF(server, remote_ip, host) AS guesser
    FROM traffic
    WHERE protocol = 6 AND port = :port AND server <> outbound -- the client's packets
  )
),
records AS (
  SELECT
    *,
    IF(event_time <= max(end_time) OVER (PARTITION BY server, guesser, host, remote_ip, client_port
                                         ORDER BY event_time, object, record_index
                                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                     + make_dt_interval(0, 0, 0, :pause), 0, 1) AS opens
  FROM guessed
  WHERE met >= :tries -- most who knock at all ports of all addresses come here once
),
numbered AS (
  SELECT
    *,
    sum(opens) OVER (PARTITION BY server, guesser, host, remote_ip, client_port
                     ORDER BY event_time, object, record_index) AS connection
  FROM records
),
connections AS (
  SELECT
    server,
    guesser,
    host,
    remote_ip,
    min(event_time) AS begins,
    max(end_time) AS ends,
    sum(packets) AS packets,
    sum(bytes) AS bytes,
    bool_and(blocked) AS blocked,
    min(struct(event_time, object, record_index)) AS record,
    max(instance_id) AS instance_id,
    max(interface_id) AS interface_id,
    max(local_ip) AS local_ip,
    max(account_id) AS account_id,
    max(aws_region) AS aws_region
  FROM numbered
  GROUP BY server, guesser, host, remote_ip, client_port, connection
),
tries AS (
  SELECT
    *,
    NOT blocked AND packets BETWEEN :least_packets AND :most_packets AS is_try,
    -- when whoever guesses was last seen, at whatever target
    max(begins) OVER (PARTITION BY server, guesser) AS busy_until
  FROM connections
),
steps AS (
  SELECT
    *,
    IF(abs(packets - lag(packets) OVER alike) <= :flat, 0, 1) AS jumps,
    IF(is_try, unix_seconds(begins) - unix_seconds(lag(begins, :tries - 1) OVER alike), NULL) AS seconds_for_tries
  FROM tries
  WINDOW alike AS (PARTITION BY server, guesser, host, remote_ip, is_try ORDER BY begins, record)
),
runs AS (
  SELECT *, sum(jumps) OVER (PARTITION BY server, guesser, host, remote_ip, is_try ORDER BY begins, record) AS run
  FROM steps
),
streaks AS (
  SELECT *, IF(is_try, count(*) OVER (PARTITION BY server, guesser, host, remote_ip, is_try, run), 0) AS streak
  FROM runs
),
measured AS (
  SELECT
    *,
    max(streak) OVER pair AS longest_streak,
    min(seconds_for_tries) OVER pair AS fastest,
    avg(IF(is_try, packets, NULL)) OVER pair AS mean_packets,
    avg(IF(is_try, unix_seconds(ends) - unix_seconds(begins), NULL)) OVER pair AS mean_seconds,
    min(IF(is_try, begins, NULL)) OVER pair AS first_try,
    max(IF(is_try, begins, NULL)) OVER pair AS last_try
  FROM streaks
  WINDOW pair AS (PARTITION BY server, guesser, host, remote_ip)
),
outlasting AS (
  SELECT *, begins > first_try AND packets >= mean_packets + :longer AS outlasts
  FROM measured
  WHERE longest_streak >= :streak AND fastest <= :window
),
pairs AS (
  SELECT
    host,
    server,
    remote_ip,
    max(instance_id) AS instance_id,
    max(interface_id) AS interface_id,
    max(local_ip) AS local_ip,
    max(account_id) AS account_id,
    max(aws_region) AS aws_region,
    min(begins) AS time_first,
    max(ends) AS time_last,
    max(busy_until) AS busy_until,
    sum(bytes) AS bytes,
    count_if(is_try) AS n,
    max(first_try) AS first_try,
    max(last_try) AS last_try,
    count_if(blocked) AS blocked,
    -- a session that outlasts the tries: the largest, if there are no more than two of the kind
    count_if(outlasts) AS longer,
    max(IF(outlasts, struct(packets, begins, ends, mean_seconds), NULL)) AS largest,
    coldtrail.evidence('flow', record.object, record.record_index, record.event_time) AS flows
  FROM outlasting
  GROUP BY server, guesser, host, remote_ip
),
said AS (
  -- what the machine's own log says of the pair, from a minute before the first packet
  SELECT
    p.*,
    l.action,
    l.user_name,
    l.repeats,
    l.event_time,
    struct(l.event_time, l.user_name, l.object, l.record_index) AS line,
    min(IF(l.action = 'accepted' AND l.method LIKE 'password%', l.event_time, NULL))
      OVER (PARTITION BY p.host, p.server, p.remote_ip) AS success_time
  FROM pairs p
  LEFT JOIN logins l
    ON p.server AND l.source_ip = p.remote_ip AND l.host = p.host
    AND l.event_time >= p.time_first - INTERVAL 1 MINUTE
    AND (l.action = 'failed' OR l.action = 'accepted')
),
told AS (
  SELECT
    host,
    server,
    remote_ip,
    any_value(struct(*)) AS p,
    sum(IF(action = 'failed', repeats, 0)) AS failures,
    sum(IF(action = 'failed' AND event_time <= success_time, repeats, 0)) AS failures_before,
    count_if(action = 'accepted') AS logins,
    min(IF(action = 'accepted' AND event_time = success_time, line, NULL)) AS success,
    min(IF(action = 'failed', line, NULL)) AS first_failure,
    max(IF(action = 'failed', line, NULL)) AS last_failure
  FROM said
  GROUP BY host, server, remote_ip
),
judged AS (
  SELECT
    p.*,
    failures,
    failures_before,
    success,
    first_failure,
    last_failure,
    CASE
      WHEN success IS NOT NULL THEN 'success'
      WHEN failures > 0 THEN 'no_success'
      WHEN p.longer BETWEEN 1 AND 2
           AND (p.last_try > p.largest.begins
                OR p.busy_until > p.largest.ends + INTERVAL 7 SECONDS
                OR unix_seconds(p.largest.ends) - unix_seconds(p.largest.begins) > 2 * p.largest.mean_seconds)
        THEN 'likely_success'
      WHEN p.longer = 0 THEN 'no_success'
      ELSE 'cannot_tell'
    END AS verdict
  FROM told
  -- its own log has nothing but logins by key: a job at work
  WHERE failures > 0 OR success IS NOT NULL OR logins = 0
)
SELECT
  IF(server, 'TARGET', 'ACTOR') AS role,
  IF(server, 'low', 'high') AS severity,
  account_id,
  aws_region,
  instance_id,
  interface_id,
  local_ip,
  remote_ip,
  :port AS port,
  success.user_name AS host_user,
  time_first,
  time_last,
  n,
  bytes,
  verdict,
  CASE
    WHEN verdict = 'success' THEN success.event_time
    WHEN verdict = 'likely_success' THEN largest.begins
  END AS verdict_time,
  IF(success IS NOT NULL OR failures > 0, 'A', 'B') AS grade,
  concat(
    IF(server, concat(remote_ip, ' tried passwords on ', host), concat(host, ' tried passwords on ', remote_ip)),
    ' by SSH, ', n, ' connections of one length from ', date_format(first_try, 'yyyy-MM-dd HH:mm:ss'), ' to ',
    date_format(last_try, 'yyyy-MM-dd HH:mm:ss'), ' UTC',
    IF(blocked > 0, concat(', and ', blocked, ' more that were blocked'), ''),
    '. ',
    CASE
      WHEN verdict = 'success' THEN concat(
        'The log of the machine has ', failures_before, ' failures, then a password accepted for ',
        success.user_name, ' at ', date_format(success.event_time, 'yyyy-MM-dd HH:mm:ss'), ' UTC.')
      WHEN failures > 0 THEN concat('The log of the machine has ', failures, ' failures and no password accepted.')
      WHEN verdict = 'likely_success' THEN concat(
        'A session from ', date_format(largest.begins, 'yyyy-MM-dd HH:mm:ss'),
        ' UTC outlasts the tries: one was probably right.')
      WHEN verdict = 'no_success' THEN 'No session outlasts the tries: probably none was right.'
      ELSE 'The flows cannot tell whether one was right.'
    END) AS detail,
  concat(
    filter(
      array(
        struct('host_auth' AS log, first_failure.object, first_failure.record_index),
        struct('host_auth' AS log, success.object, success.record_index),
        struct('host_auth' AS log, last_failure.object, last_failure.record_index)),
      r -> r.object IS NOT NULL),
    filter(flows, (r, i) -> i < 8 OR i >= size(flows) - 8)) AS evidence
FROM judged
