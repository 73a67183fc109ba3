/** JMH and the load harness behind deploy/bench. */
@NullMarked
package org.reciprocalclubs.bench;

import org.jspecify.annotations.NullMarked;
