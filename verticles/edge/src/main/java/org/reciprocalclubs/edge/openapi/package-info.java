/**
 * The OpenAPI 3.1 description of REST, made from the table of operations and the contract's descriptors.
 *
 * <p>Nothing is written by hand twice: a new row or field appears here by itself.
 */
@NullMarked
package org.reciprocalclubs.edge.openapi;

import org.jspecify.annotations.NullMarked;
