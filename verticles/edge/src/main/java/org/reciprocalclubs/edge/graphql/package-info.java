/**
 * GraphQL: the schema existing apps call, carried to the rpcs of the contract.
 *
 * <p>Types, fields and arguments are bound to protobuf descriptors when the schema is built, so a name that
 * the contract does not know stops the start. Values are mapped generically; the few fields that are more
 * than a rename have a class of their own. Nothing here knows a rule of a domain.
 */
@NullMarked
package org.reciprocalclubs.edge.graphql;

import org.jspecify.annotations.NullMarked;
