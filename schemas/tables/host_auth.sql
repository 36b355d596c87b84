-- One row an sshd or PAM message of a machine, from /var/log/secure or auth.log by way of CloudWatch Logs.
-- Source of the texts: OpenSSH (auth.c, packet.c, srclimit.c), Linux-PAM; of the envelopes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html and S3Export.html
-- COMMENT: where it comes from (- where coldtrail derives it) | meaning
CREATE TABLE host_auth (
  event_time TIMESTAMP COMMENT '- | when, UTC: the stamp of the line, the clock of the host taken for UTC, with the year nearest to the envelope; else the envelope time',
  event_date DATE COMMENT '- | day of event_time, UTC',
  account_id STRING COMMENT 'owner | owner of the log group; null in an export',
  aws_region STRING COMMENT '- | region in the key, where it has one; else null',
  log_group STRING COMMENT 'logGroup | log group; in an export what the key says of it, else null',
  log_stream STRING COMMENT 'logStream | log stream; in an export as the key has it, with - for /',
  instance_id STRING COMMENT '- | instance in the name of the stream or the host; null: none there',
  host STRING COMMENT '- | host name of the line',
  program STRING COMMENT '- | sshd, sshd-session, sshd-auth, ...',
  pid INT COMMENT '- | process',
  action STRING COMMENT '- | accepted, failed, partial, postponed, invalid_user, max_attempts, disconnected, closed, no_match, not_allowed, timeout, dropped, penalty, pam_failure, locked, session_opened, session_closed, other',
  method STRING COMMENT '- | password, publickey, keyboard-interactive/pam, none, ...',
  user_name STRING COMMENT '- | Linux user, as the client said',
  user_valid BOOLEAN COMMENT '- | false: sshd knows no such user; null: not said',
  source_ip STRING COMMENT '- | address of the client',
  source_port INT COMMENT '- | port of the client',
  key_fingerprint STRING COMMENT '- | SHA256 fingerprint of the key',
  repeats INT COMMENT '- | how many times the message stands for: 1, or what message repeated says',
  envelope_time TIMESTAMP COMMENT 'timestamp | when CloudWatch Logs says it was, UTC',
  message STRING COMMENT 'message | the line',
  event_id STRING COMMENT 'id | id of the log event; else 32 hex of SHA-256 over the line and its repetition',
  raw STRING COMMENT '- | the record as archived',
  record_sha256 STRING COMMENT '- | SHA-256 of raw, hex, where raw is left out (--raw hits); null: raw is there',
  object STRING COMMENT '- | archived object, key relative to the archive',
  record_index INT COMMENT '- | place of the record in its object, from 0',
  record_offset BIGINT COMMENT '- | first byte of the record in the uncompressed object',
  record_length INT COMMENT '- | bytes of the record in the uncompressed object',
  record_form STRING COMMENT '- | bytes: raw is those bytes; json_string: raw is the JSON string in them, unescaped once'
)
USING DELTA
TBLPROPERTIES (
  'delta.minReaderVersion' = '1',
  'delta.minWriterVersion' = '2',
  'delta.enableDeletionVectors' = 'false',
  'delta.dataSkippingStatsColumns' = 'event_time,source_ip,user_name'
)
