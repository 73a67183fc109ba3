package org.reciprocalclubs.kit.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with();

  @Test
  void the_checked_in_schema_is_what_the_migrations_make() {
    SchemaSnapshot.assertMatches(DATABASE, "kit");
  }
}
