/*
title: SSH login by password
id: 2c6c1f3e-6d5c-4d6a-9a0c-5e7f8a1f2a03
status: experimental
description: >-
  The machine takes passwords over SSH, as an accepted one proves. Passwords can be guessed; keys cannot.
references:
  - https://docs.aws.amazon.com/inspector/v1/userguide/inspector_security-best-practices.html
  - https://man.openbsd.org/sshd_config
author: coldtrail
date: 2026-11-24
tags: [attack.initial-access, attack.t1078.003]
level: low
needs: [logins]
falsepositives:
  - Machines that take passwords from a bastion only
custom:
  finding_type: Policy:EC2/SSHPasswordAuthentication
  remediation: >-
    Set PasswordAuthentication no in sshd_config, reload sshd, and give users keys or Session Manager. A reboot or a
    new password alone leaves the door as it is.
  remediation_url: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connection-prereqs-general.html
*/
SELECT
  'TARGET' AS role,
  max(account_id) AS account_id,
  max(aws_region) AS aws_region,
  max(instance_id) AS instance_id,
  IF(max(instance_id) IS NULL, host, NULL) AS resource_id,
  IF(max(instance_id) IS NULL, 'Other', NULL) AS resource_type,
  22 AS port,
  min(event_time) AS time_first,
  max(event_time) AS time_last,
  count(*) AS n,
  'A' AS grade,
  concat(
    host, ' took ', count(*), IF(count(*) = 1, ' login', ' logins'), ' by password over SSH, the first for ',
    min(struct(event_time, object, record_index, user_name)).user_name, ' from ',
    min(struct(event_time, object, record_index, source_ip)).source_ip, ' at ',
    date_format(min(event_time), 'yyyy-MM-dd HH:mm:ss'), ' UTC: password login is on.') AS detail,
  coldtrail.evidence('host_auth', object, record_index, event_time) AS evidence
FROM logins
WHERE action = 'accepted' AND method LIKE 'password%'
GROUP BY host
