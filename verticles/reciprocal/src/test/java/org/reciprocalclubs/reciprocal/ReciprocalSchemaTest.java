package org.reciprocalclubs.reciprocal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.store.SchemaSnapshot;
import org.reciprocalclubs.kit.store.TestDatabase;

class ReciprocalSchemaTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  @Test
  void theCheckedInSchemaIsWhatTheMigrationsMake() {
    SchemaSnapshot.assertMatches(DATABASE, "reciprocal");
  }
}
