-- One row a record of a VPC flow log, or of a transit gateway flow log.
-- Source of the fields: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html and https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html
-- COMMENT: name of the field in the header, in Parquet with _ for - (- where coldtrail derives it) | meaning
CREATE TABLE flow (
  event_time TIMESTAMP COMMENT 'start | first packet in the interval, UTC, to about a minute',
  event_date DATE COMMENT '- | day of event_time, else of the key, UTC',
  end_time TIMESTAMP COMMENT 'end | last packet in the interval, UTC',
  account_id STRING COMMENT 'account-id | owner of the interface; else account in the key',
  aws_region STRING COMMENT 'region | region; else region in the key',
  interface_id STRING COMMENT 'interface-id | interface that logged; null in transit gateway logs',
  srcaddr STRING COMMENT 'srcaddr | source; the interface itself always by its primary private address',
  dstaddr STRING COMMENT 'dstaddr | destination; the interface itself always by its primary private address',
  srcport INT COMMENT 'srcport | source port, 0 for ICMP',
  dstport INT COMMENT 'dstport | destination port, 0 for ICMP',
  protocol INT COMMENT 'protocol | IANA number: 1 ICMP, 6 TCP, 17 UDP',
  packets BIGINT COMMENT 'packets | packets in the interval',
  bytes BIGINT COMMENT 'bytes | bytes in the interval',
  action STRING COMMENT 'action | ACCEPT or REJECT by security groups and NACLs',
  log_status STRING COMMENT 'log-status | OK, NODATA, SKIPDATA (a hole: records were lost)',
  tcp_flags INT COMMENT 'tcp-flags | or of FIN 1, SYN 2, RST 4, ACK with SYN 16; 0: none of these',
  flow_direction STRING COMMENT 'flow-direction | ingress or egress, seen from the interface',
  instance_id STRING COMMENT 'instance-id | instance of the interface',
  vpc_id STRING COMMENT 'vpc-id | VPC of the interface',
  subnet_id STRING COMMENT 'subnet-id | subnet of the interface',
  pkt_srcaddr STRING COMMENT 'pkt-srcaddr | source of the packet itself, behind NAT',
  pkt_dstaddr STRING COMMENT 'pkt-dstaddr | destination of the packet itself, behind NAT',
  pkt_src_aws_service STRING COMMENT 'pkt-src-aws-service | AWS service that owns pkt_srcaddr',
  pkt_dst_aws_service STRING COMMENT 'pkt-dst-aws-service | AWS service that owns pkt_dstaddr',
  traffic_path INT COMMENT 'traffic-path | way out, egress only: 2 and 8 internet gateway, ...',
  reject_reason STRING COMMENT 'reject-reason | why beyond security groups and NACLs: BPA, EC',
  ip_type STRING COMMENT 'type | IPv4, IPv6, EFA',
  resource_type STRING COMMENT 'resource-type | TransitGateway, TransitGatewayAttachment; null in VPC flow logs',
  tgw_id STRING COMMENT 'tgw-id | transit gateway',
  tgw_attachment_id STRING COMMENT 'tgw-attachment-id | attachment of the transit gateway',
  version INT COMMENT 'version | highest version among the fields of the record',
  format STRING COMMENT '- | header of the object: what each field of raw is',
  event_id STRING COMMENT '- | 32 hex of SHA-256 over the line and its repetition',
  raw STRING COMMENT '- | the record as archived',
  record_sha256 STRING COMMENT '- | SHA-256 of raw, hex, where raw is left out (--raw hits); null: raw is there',
  object STRING COMMENT '- | archived object, key relative to the archive',
  record_index INT COMMENT '- | place of the record in its object, from 0',
  record_offset BIGINT COMMENT '- | first byte of the record in the uncompressed object; null in Parquet',
  record_length INT COMMENT '- | bytes of the record in the uncompressed object; null in Parquet',
  record_form STRING COMMENT '- | bytes: raw is those bytes; parquet_row: raw is the row as a line of format, record_index its row'
)
USING DELTA
PARTITIONED BY (event_date)
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingStatsColumns' = 'event_time,srcaddr,dstaddr,interface_id'
)
