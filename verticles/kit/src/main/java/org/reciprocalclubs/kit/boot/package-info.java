/**
 * How a process comes up, says that it is well, and goes down: settings, health, routes and the doors through
 * which optional rooms are found. Nothing here knows a domain.
 */
@NullMarked
package org.reciprocalclubs.kit.boot;

import org.jspecify.annotations.NullMarked;
