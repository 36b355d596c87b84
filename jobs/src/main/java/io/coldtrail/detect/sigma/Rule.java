package io.coldtrail.detect.sigma;

import java.util.List;

/**
 * A rule, ready to be held against records.
 *
 * @param head what it says of itself
 * @param condition what it asks
 * @param listed the parts of the condition that look values up in a list
 */
record Rule(RuleHead head, Expr condition, List<Expr.Has> listed) {}
