/*
title: Interfaces of instances
description: One row a network interface that AWS Config knows, with the last instance and address it had.
needs: [config_items]
*/
SELECT
  interface_id,
  max(struct(event_time, instance_id)).instance_id AS instance_id,
  max(struct(event_time, local_ip)).local_ip AS local_ip,
  max(account_id) AS account_id,
  max(aws_region) AS aws_region
FROM (
  SELECT
    event_time,
    account_id,
    aws_region,
    resource_id AS interface_id,
    get_json_object(configuration, '$.attachment.instanceId') AS instance_id,
    coalesce(
      get_json_object(configuration, '$.privateIpAddress'),
      get_json_object(configuration, '$.privateIpAddresses[0].privateIpAddress')) AS local_ip
  FROM config_items
  WHERE resource_type = 'AWS::EC2::NetworkInterface'
  UNION ALL
  SELECT
    event_time,
    account_id,
    aws_region,
    interface.networkInterfaceId,
    resource_id,
    interface.privateIpAddress
  FROM config_items
  LATERAL VIEW explode(from_json(
    get_json_object(configuration, '$.networkInterfaces'),
    'array<struct<networkInterfaceId: string, privateIpAddress: string>>')) AS interface
  WHERE resource_type = 'AWS::EC2::Instance'
)
WHERE interface_id IS NOT NULL AND instance_id IS NOT NULL
GROUP BY interface_id
