package org.reciprocalclubs.notification;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.store.SchemaSnapshot;
import org.reciprocalclubs.kit.store.TestDatabase;

class NotificationSchemaTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "notification");

  @Test
  void theCheckedInSchemaIsWhatTheMigrationsMake() {
    SchemaSnapshot.assertMatches(DATABASE, "notification");
  }
}
