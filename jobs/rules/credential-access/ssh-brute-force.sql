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
WITH records AS (
  -- the client's packets
  SELECT
    *,
    IF(event_time <= max(end_time) OVER (PARTITION BY host, server, remote_ip, client_port
                                         ORDER BY event_time, object, record_index
                                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                     + make_dt_interval(0, 0, 0, :pause), 0, 1) AS opens
  FROM traffic
  WHERE protocol = 6 AND port = :port AND server <> outbound
),
numbered AS (
  SELECT
    *,
    sum(opens) OVER (PARTITION BY host, server, remote_ip, client_port ORDER BY event_time, object, record_index)
      AS connection
  FROM records
),
connections AS (
  SELECT
    host,
    server,
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
  GROUP BY host, server, remote_ip, client_port, connection
),
tries AS (
  SELECT
    *,
    NOT blocked AND packets BETWEEN :least_packets AND :most_packets AS is_try,
    -- when whoever guesses was last seen, at whatever target
    max(begins) OVER (PARTITION BY server, IF(server, remote_ip, host)) AS busy_until
  FROM connections
),
steps AS (
  SELECT
    host,
    server,
    remote_ip,
    begins,
    record,
    IF(abs(packets - lag(packets) OVER pair) <= :flat, 0, 1) AS jumps,
    unix_seconds(begins) - unix_seconds(lag(begins, :tries - 1) OVER pair) AS seconds_for_tries
  FROM tries
  WHERE is_try
  WINDOW pair AS (PARTITION BY host, server, remote_ip ORDER BY begins, record)
),
runs AS (
  SELECT
    *,
    sum(jumps) OVER (PARTITION BY host, server, remote_ip ORDER BY begins, record) AS run
  FROM steps
),
longest AS (
  SELECT host, server, remote_ip, max(n) AS streak, min(seconds_for_tries) AS fastest
  FROM (
    SELECT host, server, remote_ip, run, count(*) AS n, min(seconds_for_tries) AS seconds_for_tries
    FROM runs
    GROUP BY host, server, remote_ip, run
  )
  GROUP BY host, server, remote_ip
  HAVING max(n) >= :streak AND min(seconds_for_tries) <= :window
),
means AS (
  SELECT
    host,
    server,
    remote_ip,
    avg(packets) AS packets,
    avg(unix_seconds(ends) - unix_seconds(begins)) AS seconds,
    min(begins) AS first_try,
    max(begins) AS last_try,
    count(*) AS n
  FROM tries
  LEFT SEMI JOIN longest USING (host, server, remote_ip)
  WHERE is_try
  GROUP BY host, server, remote_ip
),
pairs AS (
  SELECT
    t.host,
    t.server,
    t.remote_ip,
    max(t.instance_id) AS instance_id,
    max(t.interface_id) AS interface_id,
    max(t.local_ip) AS local_ip,
    max(t.account_id) AS account_id,
    max(t.aws_region) AS aws_region,
    min(t.begins) AS time_first,
    max(t.ends) AS time_last,
    max(t.busy_until) AS busy_until,
    sum(t.bytes) AS bytes,
    any_value(m.n) AS n,
    any_value(m.first_try) AS first_try,
    any_value(m.last_try) AS last_try,
    count_if(t.blocked) AS blocked,
    -- a session that outlasts the tries: the largest, if there are no more than two of the kind
    count_if(t.begins > m.first_try AND t.packets >= m.packets + :longer) AS longer,
    max(IF(t.begins > m.first_try AND t.packets >= m.packets + :longer,
           struct(t.packets, t.begins, t.ends, m.seconds), NULL)) AS largest,
    coldtrail.evidence('flow', t.record.object, t.record.record_index, t.record.event_time) AS flows
  FROM tries t
  JOIN means m ON m.host = t.host AND m.server = t.server AND m.remote_ip = t.remote_ip
  GROUP BY t.host, t.server, t.remote_ip
),
said AS (
  -- what the machine's own log says of the pair, from a minute before the first packet
  SELECT
    p.host,
    p.remote_ip,
    sum(IF(l.action = 'failed', l.repeats, 0)) AS failures,
    count_if(l.action = 'accepted') AS logins,
    min(IF(l.action = 'accepted' AND l.method LIKE 'password%',
           struct(l.event_time, l.user_name, l.object, l.record_index), NULL)) AS success,
    min(IF(l.action = 'failed', struct(l.event_time, l.object, l.record_index), NULL)) AS first_failure,
    max(IF(l.action = 'failed', struct(l.event_time, l.object, l.record_index), NULL)) AS last_failure
  FROM pairs p
  JOIN logins l ON l.source_ip = p.remote_ip AND l.host = p.host
  WHERE p.server AND l.event_time >= p.time_first - INTERVAL 1 MINUTE
  GROUP BY p.host, p.remote_ip
),
before AS (
  SELECT s.host, s.remote_ip, sum(l.repeats) AS failures
  FROM said s
  JOIN logins l ON l.source_ip = s.remote_ip AND l.host = s.host
  WHERE l.action = 'failed' AND l.event_time <= s.success.event_time
  GROUP BY s.host, s.remote_ip
),
judged AS (
  SELECT
    p.*,
    s.success,
    s.first_failure,
    s.last_failure,
    s.failures,
    b.failures AS failures_before,
    CASE
      WHEN s.success IS NOT NULL THEN 'success'
      WHEN s.failures > 0 THEN 'no_success'
      WHEN p.longer BETWEEN 1 AND 2
           AND (p.last_try > p.largest.begins
                OR p.busy_until > p.largest.ends + INTERVAL 7 SECONDS
                OR unix_seconds(p.largest.ends) - unix_seconds(p.largest.begins) > 2 * p.largest.seconds)
        THEN 'likely_success'
      WHEN p.longer = 0 THEN 'no_success'
      ELSE 'cannot_tell'
    END AS verdict
  FROM pairs p
  LEFT JOIN said s ON p.server AND s.host = p.host AND s.remote_ip = p.remote_ip
  LEFT JOIN before b ON p.server AND b.host = p.host AND b.remote_ip = p.remote_ip
  -- its own log has nothing but logins by key: a job at work
  WHERE coalesce(s.failures, 0) > 0 OR s.success IS NOT NULL OR coalesce(s.logins, 0) = 0
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
        'The log of the machine has ', coalesce(failures_before, 0), ' failures, then a password accepted for ',
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
