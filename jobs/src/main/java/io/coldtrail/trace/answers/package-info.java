/** The investigator's questions, answered from the tables: table {@code claims}. */
package io.coldtrail.trace.answers;
