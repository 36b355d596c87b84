/** Hunts: what takes more than one record to see, asked in Spark SQL of the tables of events. Table {@code hits}. */
package io.coldtrail.detect.hunts;
