package org.reciprocalclubs.member;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.store.SchemaSnapshot;
import org.reciprocalclubs.kit.store.TestDatabase;

final class MemberSchemaTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("member");

  @Test
  void the_migrations_make_the_schema_that_is_checked_in() {
    SchemaSnapshot.assertMatches(DATABASE, "member");
  }

  @Test
  void every_table_is_walled_and_no_function_is_for_everybody() {
    assertThat(DATABASE.count(
        """
            select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'member' and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)"""))
        .isZero();
    assertThat(DATABASE
        .count("""
            select count(*) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'member' and has_function_privilege('clubs_feed', p.oid, 'execute')"""))
        .isZero();
    assertThat(DATABASE.count("""
        select count(*) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'member' and pg_get_userbyid(p.proowner) <> 'clubs_desk'"""))
        .isZero();
  }
}
