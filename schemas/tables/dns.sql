-- One row a query of the Route 53 resolver of a VPC. Only cache misses are logged, so counts are lower bounds.
-- Source of the fields: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
-- COMMENT: JSON path in the record (- where coldtrail derives it) | meaning
CREATE TABLE dns (
  event_time TIMESTAMP COMMENT 'query_timestamp | when the query was submitted, UTC',
  event_date DATE COMMENT '- | day of event_time, else of the key, UTC',
  account_id STRING COMMENT 'account_id | owner of the VPC',
  aws_region STRING COMMENT 'region | region of the VPC',
  vpc_id STRING COMMENT 'vpc_id | VPC',
  query_name STRING COMMENT 'query_name | name asked for, as logged with its final dot',
  query_type STRING COMMENT 'query_type | A, AAAA, TXT, ...',
  query_class STRING COMMENT 'query_class | IN',
  rcode STRING COMMENT 'rcode | NOERROR, NXDOMAIN, ...',
  answers STRING COMMENT 'answers | JSON as archived: [{Rdata, Type, Class}]',
  source_ip STRING COMMENT 'srcaddr | address that asked',
  source_port INT COMMENT 'srcport | port that asked; a string in the log',
  transport STRING COMMENT 'transport | UDP or TCP',
  instance_id STRING COMMENT 'srcids.instance | instance that asked',
  resolver_endpoint STRING COMMENT 'srcids.resolver_endpoint | resolver endpoint that passed it on',
  resolver_network_interface STRING COMMENT 'srcids.resolver_network_interface | interface of the resolver endpoint',
  firewall_rule_action STRING COMMENT 'firewall_rule_action | ALERT or BLOCK; null: no rule matched',
  firewall_rule_group_id STRING COMMENT 'firewall_rule_group_id | rule group that matched',
  firewall_domain_list_id STRING COMMENT 'firewall_domain_list_id | domain list that matched',
  event_id STRING COMMENT '- | 32 hex of SHA-256 over the line and its repetition',
  raw STRING COMMENT '- | the record as archived',
  record_sha256 STRING COMMENT '- | SHA-256 of raw, hex, where raw is left out (--raw hits); null: raw is there',
  object STRING COMMENT '- | archived object, key relative to the archive',
  record_index INT COMMENT '- | place of the record in its object, from 0',
  record_offset BIGINT COMMENT '- | first byte of the record in the uncompressed object',
  record_length INT COMMENT '- | bytes of the record in the uncompressed object',
  record_form STRING COMMENT '- | bytes: raw is those bytes; json_string: raw is the JSON string in them, unescaped once'
)
USING DELTA
PARTITIONED BY (event_date)
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingStatsColumns' = 'event_time,source_ip,query_name'
)
