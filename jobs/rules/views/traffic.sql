/*
title: Flows, seen from the interface
description: >-
  One row a record of a flow log, told from the side of the interface that logged it: local and remote, packets that
  leave it or reach it, and which side is the server. A null in server means that the record does not say.
needs: [flow]
uses: [interfaces]
*/
WITH ends AS (
  SELECT interface_id, address, pmod(hash(address), 64) AS part
  FROM flow
  LATERAL VIEW explode(array(srcaddr, dstaddr)) AS address
  WHERE flow_direction IS NULL AND address IS NOT NULL
),
halves AS (
  -- parts of all addresses that half of an interface's records fall into: most of its peers lie in others
  SELECT interface_id, part, records
  FROM (
    SELECT interface_id, part, count(*) AS n, sum(count(*)) OVER (PARTITION BY interface_id) / 2 AS records
    FROM ends
    GROUP BY interface_id, part
  )
  WHERE n >= records / 2
),
own AS (
  -- the address that most records of an interface share, for formats without flow-direction
  SELECT interface_id, max(struct(n, address)).address AS address
  FROM (
    SELECT /*+ BROADCAST(halves) */ interface_id, address, records, count(*) AS n
    FROM ends
    JOIN halves USING (interface_id, part)
    GROUP BY interface_id, address, records
  )
  WHERE n >= records / 2
  GROUP BY interface_id
),
sided AS (
  SELECT /*+ BROADCAST(i), BROADCAST(own) */
    f.*,
    coalesce(f.instance_id, i.instance_id) AS machine,
    CASE
      WHEN f.flow_direction = 'egress' THEN true
      WHEN f.flow_direction = 'ingress' THEN false
      WHEN i.local_ip = f.srcaddr THEN true
      WHEN i.local_ip = f.dstaddr THEN false
      WHEN coldtrail.is_public(f.srcaddr) <> coldtrail.is_public(f.dstaddr) THEN coldtrail.is_public(f.dstaddr)
      WHEN own.address = f.srcaddr THEN true
      WHEN own.address = f.dstaddr THEN false
    END AS outbound
  FROM flow f
  LEFT JOIN interfaces i ON i.interface_id = f.interface_id
  LEFT JOIN own ON own.interface_id = f.interface_id
  WHERE f.srcaddr IS NOT NULL AND f.dstaddr IS NOT NULL AND f.interface_id IS NOT NULL AND f.tgw_id IS NULL
),
placed AS (
  SELECT
    *,
    IF(outbound, srcaddr, dstaddr) AS local_ip,
    IF(outbound, dstaddr, srcaddr) AS remote_ip,
    IF(outbound, srcport, dstport) AS local_port,
    IF(outbound, dstport, srcport) AS remote_port
  FROM sided
  WHERE outbound IS NOT NULL
),
served AS (
  SELECT
    *,
    CASE
      -- SYN and ACK: the sender is the server; SYN alone: the receiver; no flags: who has the lower port
      WHEN protocol = 6 AND (tcp_flags & 18) = 18 THEN outbound
      WHEN protocol = 6 AND (tcp_flags & 2) = 2 THEN NOT outbound
      WHEN protocol IN (6, 17) AND local_port <> remote_port THEN local_port < remote_port
    END AS server
  FROM placed
)
SELECT
  event_time,
  coalesce(end_time, event_time) AS end_time,
  account_id,
  aws_region,
  interface_id,
  machine AS instance_id,
  coalesce(machine, interface_id) AS host,
  local_ip,
  remote_ip,
  IF(server, local_port, remote_port) AS port,
  IF(server, remote_port, local_port) AS client_port,
  protocol,
  packets,
  bytes,
  action = 'REJECT' AS blocked,
  outbound,
  server,
  IF(outbound, pkt_dst_aws_service, pkt_src_aws_service) AS remote_service,
  object,
  record_index
FROM served
