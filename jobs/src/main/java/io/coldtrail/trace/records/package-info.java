/**
 * Whose the records of logs other than CloudTrail are: flows, requests to buckets, queries, logins. All of it is
 * worked out in Spark, by joining each log with the few things that fell; what leaves it are counts.
 */
package io.coldtrail.trace.records;
