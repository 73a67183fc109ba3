/** The door: REST, GraphQL, gRPC and the pages. */
@NullMarked
package org.reciprocalclubs.edge;

import org.jspecify.annotations.NullMarked;
