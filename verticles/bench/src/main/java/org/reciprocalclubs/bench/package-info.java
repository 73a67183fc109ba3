/**
 * The load harness behind {@code deploy/bench}: it drives a platform that {@code deploy/up} started, through
 * its public doors only, and measures it against what a plain client of the same PostgreSQL reaches. It reads
 * tables to count rows, and writes to the platform's database only where a year is loaded, while the platform
 * is down. It asserts what makes a figure honest
 * (shares, rows); it never asserts a speed: a bar that was missed is told in the report.
 */
@NullMarked
package org.reciprocalclubs.bench;

import org.jspecify.annotations.NullMarked;
