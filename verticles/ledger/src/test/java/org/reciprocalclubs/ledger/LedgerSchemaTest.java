package org.reciprocalclubs.ledger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.store.SchemaSnapshot;
import org.reciprocalclubs.kit.store.TestDatabase;

class LedgerSchemaTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("ledger");

  @Test
  void the_checked_in_schema_is_what_the_migrations_make() {
    SchemaSnapshot.assertMatches(DATABASE, "ledger");
  }
}
