/**
 * Measured by JMH, in processes of their own that hold nothing else: what one core does of one thing. Their
 * classes and methods are public because JMH's generated code calls them.
 */
@NullMarked
package org.reciprocalclubs.bench.micro;

import org.jspecify.annotations.NullMarked;
