package org.reciprocalclubs.member.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.rules.Membership;
import org.reciprocalclubs.member.rules.Subscription;

/**
 * Writes the read model and what identifies a member, in the transaction that appends the events. Stateless.
 */
public final class MemberWrites {
  private static final String ADD = """
      insert into member.member (id, club, user_id, number, state, membership_type, class, paid_until,
        version,
        joined_at, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""";
  private static final String STANDING = """
      update member.member set state = $2, membership_type = $3, class = $4, paid_until = $5, version = $6,
        updated_at = $7 where id = $1""";
  private static final String VERSION = """
      update member.member set version = $2, updated_at = $3 where id = $1""";
  private static final String PASSES_VOID = """
      update member.member set passes_void_until = $2, version = $3, updated_at = $4 where id = $1""";
  private static final String PERSON = """
      insert into member.person (member, club, user_id, first_name, last_name, date_of_birth, email, phone,
        street, city, region, postal_code, country, emergency_name, emergency_relationship, emergency_phone,
        email_notifications, sms_notifications, push_notifications, marketing_emails)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
      on conflict (member) do update set first_name = excluded.first_name, last_name = excluded.last_name,
        date_of_birth = excluded.date_of_birth, email = excluded.email, phone = excluded.phone,
        street = excluded.street, city = excluded.city, region = excluded.region,
        postal_code = excluded.postal_code, country = excluded.country,
        emergency_name = excluded.emergency_name, emergency_relationship = excluded.emergency_relationship,
        emergency_phone = excluded.emergency_phone, email_notifications = excluded.email_notifications,
        sms_notifications = excluded.sms_notifications, push_notifications = excluded.push_notifications,
        marketing_emails = excluded.marketing_emails""";
  private static final String REASON = "update member.person set standing_reason = $2 where member = $1";

  private MemberWrites() {}

  /** Adds a member with the person. */
  public static void add(Tx tx, MemberRow row) {
    MemberRow.Identity who = row.identity();
    Subscription subscription = row.held().subscription();
    tx.queryAsync(ADD, who.id(), who.club(), who.userId(), who.number(), row.held().standing(),
        subscription.type(),
        subscription.membershipClass(), subscription.paidUntil(), row.version(), row.times().joinedAt(),
        row.times().createdAt(), row.times().updatedAt());
    if (row.person() != null) {
      person(tx, who, row.person());
    }
  }

  public static void standing(Tx tx, UUID member, Membership.Held held, int version) {
    Subscription subscription = held.subscription();
    tx.queryAsync(STANDING, member, held.standing(), subscription.type(), subscription.membershipClass(),
        subscription.paidUntil(), version, tx.now());
  }

  /** Notes that the stream has moved on without a change of standing. */
  public static void version(Tx tx, UUID member, int version) {
    tx.queryAsync(VERSION, member, version, tx.now());
  }

  /** Makes the passes void that were issued in that second or before. */
  public static void passesVoid(Tx tx, UUID member, Instant until, int version) {
    tx.queryAsync(PASSES_VOID, member, until, version, tx.now());
  }

  /** Writes the person whole. */
  public static void person(Tx tx, MemberRow.Identity who, Person person) {
    List<@Nullable Object> binds = new ArrayList<>();
    binds.add(who.id());
    binds.add(who.club());
    binds.add(who.userId());
    binds.add(person.name().first());
    binds.add(person.name().last());
    binds.add(person.dateOfBirth());
    binds.add(person.email());
    binds.add(person.phone());
    addAddress(binds, person.address());
    addEmergency(binds, person.emergency());
    addPreferences(binds, person.preferences());
    tx.queryAsync(PERSON, binds.toArray());
  }

  /** Keeps what the club wrote as its reason; null forgets it. */
  public static void reason(Tx tx, UUID member, @Nullable String reason) {
    tx.queryAsync(REASON, member, reason);
  }

  private static void addAddress(List<@Nullable Object> binds, Person.@Nullable Address at) {
    binds.add(at == null ? null : at.street());
    binds.add(at == null ? null : at.city());
    binds.add(at == null ? null : at.region());
    binds.add(at == null ? null : at.postalCode());
    binds.add(at == null ? null : at.country());
  }

  private static void addEmergency(List<@Nullable Object> binds, Person.@Nullable Emergency call) {
    binds.add(call == null ? null : call.name());
    binds.add(call == null ? null : call.relationship());
    binds.add(call == null ? null : call.phone());
  }

  private static void addPreferences(List<@Nullable Object> binds, Person.@Nullable Preferences wants) {
    binds.add(wants == null ? null : wants.email());
    binds.add(wants == null ? null : wants.sms());
    binds.add(wants == null ? null : wants.push());
    binds.add(wants == null ? null : wants.marketing());
  }
}
