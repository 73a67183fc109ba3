package org.reciprocalclubs.member.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Imports in two steps: changes are staged in short transactions of their own, then applied by five
 * statements in one transaction, so that however large the file is no feed waits for it. If a member has
 * changed since the change was decided, the event's key refuses it, nothing is applied, and the import
 * decides again. Stateless.
 */
public final class ImportStage {
  private static final String STAGE_MEMBERS = """
      insert into member.staged_member (import, club, line, id, version, number, membership_type, class,
        state,
        paid_until, joined_at, first_name, last_name, date_of_birth, email, phone, staged_at)
      select $1, kit.club(), t.line, t.id, t.version, t.number, t.type, t.class, t.state, t.paid, t.joined,
        t.first,
        t.last, t.born, t.email, t.phone, $2
      from unnest($3::int[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[],
        $10::date[],
        $11::timestamptz[], $12::text[], $13::text[], $14::date[], $15::text[], $16::text[])
        t(line, id, version, number, type, class, state, paid, joined, first, last, born, email, phone)""";
  private static final String STAGE_EVENTS = """
      insert into member.staged_event (import, club, stream, version, id, type, data, staged_at)
      select $1, kit.club(), t.stream, t.version, t.id, t.type, t.data, $2
      from unnest($3::uuid[], $4::int[], $5::uuid[], $6::text[], $7::bytea[]) t(stream, version, id, type,
        data)""";
  private static final String EVENTS = """
      insert into kit.event (id, stream, version, type, club, data, actor, correlation, trace, at)
      select e.id, e.stream, e.version, e.type, e.club, e.data, $2, $3, $4, $5
      from member.staged_event e where e.import = $1 order by e.id""";
  private static final String MEMBERS = """
      insert into member.member (id, club, number, state, membership_type, class, paid_until, version,
        joined_at,
        created_at, updated_at)
      select s.id, s.club, s.number, s.state, s.membership_type, s.class, s.paid_until, s.version,
        s.joined_at, $2, $2
      from member.staged_member s where s.import = $1 order by s.number
      on conflict (id) do update set state = excluded.state, membership_type = excluded.membership_type,
        class = excluded.class, paid_until = excluded.paid_until, version = excluded.version,
        joined_at = excluded.joined_at, updated_at = excluded.updated_at""";
  private static final String PEOPLE = """
      insert into member.person (member, club, first_name, last_name, date_of_birth, email, phone)
      select s.id, s.club, s.first_name, s.last_name, s.date_of_birth, s.email, s.phone
      from member.staged_member s where s.import = $1
      on conflict (member) do update set first_name = excluded.first_name, last_name = excluded.last_name,
        date_of_birth = excluded.date_of_birth, email = excluded.email, phone = excluded.phone""";
  private static final String FORGET_MEMBERS = """
      delete from member.staged_member where club = kit.club() and (import = $1 or staged_at <
        $2::timestamptz - interval '1 hour')""";
  private static final String FORGET_EVENTS = """
      delete from member.staged_event where club = kit.club() and (import = $1 or staged_at <
        $2::timestamptz - interval '1 hour')""";

  private ImportStage() {}

  /** Stages some changes of an import; the ids of their events are in the order of the file. */
  public static void stage(Tx tx, UUID importId, List<StagedChange> changes) {
    List<Object> members = new ArrayList<>();
    members.add(importId);
    members.add(tx.now());
    members.addAll(StagedColumns.of(changes));
    tx.queryAsync(STAGE_MEMBERS, members.toArray());
    List<UUID> streams = new ArrayList<>();
    List<Integer> versions = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<byte[]> data = new ArrayList<>();
    for (StagedChange change : changes) {
      for (int i = 0; i < change.events().size(); i++) {
        var event = change.events().get(i);
        streams.add(change.after().identity().id());
        versions.add(change.before() + i + 1);
        ids.add(Ids.uuid7());
        types.add(event.getDescriptorForType().getFullName());
        data.add(event.toByteArray());
      }
    }
    tx.query(STAGE_EVENTS, importId, tx.now(), streams.toArray(UUID[]::new), versions.toArray(Integer[]::new),
        ids.toArray(UUID[]::new), types.toArray(String[]::new), data.toArray(byte[][]::new));
  }

  /** Applies all that was staged, and forgets it. */
  public static void apply(Tx tx, UUID importId, EventMeta meta) {
    Objects.requireNonNull(meta);
    tx.queryAsync(EVENTS, importId, meta.actor(), meta.correlation(), meta.trace(), tx.now());
    tx.queryAsync(MEMBERS, importId, tx.now());
    tx.queryAsync(PEOPLE, importId);
    forget(tx, importId);
  }

  /** Forgets what was staged, and what others left behind an hour ago. */
  public static void forget(Tx tx, UUID importId) {
    tx.queryAsync(FORGET_EVENTS, importId, tx.now());
    tx.queryAsync(FORGET_MEMBERS, importId, tx.now());
  }
}
