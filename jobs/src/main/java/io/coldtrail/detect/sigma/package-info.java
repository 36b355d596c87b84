/**
 * Sigma rules: read from YAML, compiled into an index, matched against one record. Knows neither Spark nor the case.
 * Semantics: https://github.com/SigmaHQ/sigma-specification.
 */
package io.coldtrail.detect.sigma;
