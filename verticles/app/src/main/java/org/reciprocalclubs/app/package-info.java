/** Main, the deployments table, the shapes and the whole-system journeys. */
@NullMarked
package org.reciprocalclubs.app;

import org.jspecify.annotations.NullMarked;
