/**
 * What the doors offer: one table that names, for each rpc of the contract, its REST route and its GraphQL
 * field.
 *
 * <p>REST, GraphQL and the OpenAPI description are all made from it. How a request travels belongs to the
 * doors; what it means belongs to the rooms behind them.
 */
@NullMarked
package org.reciprocalclubs.edge.operation;

import org.jspecify.annotations.NullMarked;
