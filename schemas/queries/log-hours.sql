-- When and where did each log speak?
-- One row a log, account, region and day: events, in how many hours of the day, the first and the last. A day without a row is a day without events.
SELECT
  event_date AS day,
  log,
  account_id,
  aws_region,
  sum(n) AS events,
  count(DISTINCT hour) AS hours,
  min(time_first) AS time_first,
  max(time_last) AS time_last
FROM event_hours
GROUP BY event_date, log, account_id, aws_region
ORDER BY day NULLS LAST, log, account_id, aws_region
