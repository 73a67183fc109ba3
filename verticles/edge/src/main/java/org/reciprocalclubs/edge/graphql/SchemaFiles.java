package org.reciprocalclubs.edge.graphql;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The schema as it is written in {@code resources/graphql}, one file for each domain. */
final class SchemaFiles {
  private static final List<String> NAMES = List.of("base", "auth", "roles", "member", "pass", "letter",
      "house",
      "agreements", "visits", "reservations", "ledger", "notification", "audit");

  private SchemaFiles() {}

  /** Read once, when first needed: all event loops bind the same types. */
  private static final class Once {
    static final GraphQLSchema SCHEMA = read();
  }

  /** The types, with nothing that answers them yet; takes a second the first time. */
  static GraphQLSchema types() {
    return Once.SCHEMA;
  }

  private static GraphQLSchema read() {
    TypeDefinitionRegistry types = new TypeDefinitionRegistry();
    SchemaParser parser = new SchemaParser();
    NAMES.forEach(name -> types.merge(parser.parse(text("/graphql/" + name + ".graphqls"))));
    RuntimeWiring wiring = RuntimeWiring.newRuntimeWiring().scalar(Scalars.TIME).scalar(Scalars.LONG).build();
    return new SchemaGenerator().makeExecutableSchema(types, wiring);
  }

  private static String text(String resource) {
    try (InputStream in = SchemaFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The class path lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
