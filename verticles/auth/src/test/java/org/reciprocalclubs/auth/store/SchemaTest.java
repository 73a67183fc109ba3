package org.reciprocalclubs.auth.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.store.SchemaSnapshot;
import org.reciprocalclubs.kit.store.TestDatabase;

final class SchemaTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");

  @Test
  void theCheckedInSchemaIsWhatTheMigrationsMake() {
    SchemaSnapshot.assertMatches(DATABASE, "auth");
  }
}
