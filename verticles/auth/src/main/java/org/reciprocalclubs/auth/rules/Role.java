package org.reciprocalclubs.auth.rules;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The roles that every club has, and the {@link Permission permissions} each grants within one club; clubs
 * make {@link CustomRole others}. Every rpc of the contract names the permission it asks for.
 */
public enum Role {
  MEMBER("member.self"), STAFF("visit.create", "visit.close", "visit.annul", "visit.read", "member.read",
      "agreement.read", "device.read", "letter.read",
      "letter.issue", "reservation.request", "reservation.decide", "reservation.read"), MANAGER(STAFF,
          "visit.cancel", "visit.verify", "visit.correct", "visit.settle", "visit.override",
          "agreement.propose",
          "agreement.approve", "agreement.suspend", "rules.set", "visitor.restrict", "verdict.replay",
          "member.create", "member.update", "member.suspend", "member.import", "pass.revoke",
          "notification.create",
          "device.enrol",
          "device.revoke",
          "ledger.sync",
          "user.read"), CLUB_ADMIN(MANAGER, "club.update", "pass.rotate_key", "user.create",
              "user.suspend", "session.read", "session.end", "role.read", "role.define", "role.assign",
              "integration.read", "integration.create", "integration.revoke", "provider.read",
              "provider.set", "audit.read", "member.self"), AUDITOR(
                  "visit.read", "member.read", "agreement.read", "device.read", "user.read", "session.read",
                  "letter.read", "role.read", "integration.read", "provider.read", "audit.read",
                  "verdict.replay", "reservation.read"),
  /** Of the club of kind FEDERATION only. */
  OPERATOR("club.import", "club.set_tier", "club.suspend", "clock.set", "ledger.assign", "ledger.retry",
      "ledger.sync",
      "user.read", "user.create", "user.suspend", "session.read", "session.end", "role.read", "role.define",
      "role.assign",
      "token.rotate_key", "provider.read", "provider.set", "audit.read"),
  /** A device, never a person. */
  KIOSK("visit.create", "visit.close", "visit.annul");

  @SuppressWarnings("ImmutableEnumChecker") // filled by the constructors, given away only as copies
  private final SortedSet<String> permissions = new TreeSet<>();

  Role(String... permissions) {
    this.permissions.addAll(java.util.List.of(permissions));
  }

  Role(Role base, String... more) {
    this(more);
    permissions.addAll(base.permissions);
  }

  /** The name in tokens, rows and answers: lower case, such as club_admin. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the role grants, sorted. */
  public SortedSet<String> permissions() {
    return new TreeSet<>(permissions);
  }

  /** Everything that the roles grant together, sorted. */
  public static SortedSet<String> permissions(Collection<Role> roles) {
    SortedSet<String> all = new TreeSet<>();
    roles.forEach(role -> all.addAll(role.permissions));
    return all;
  }

  /** The role of that name; empty where there is none. */
  public static Optional<Role> of(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** True for a role that people of a club of that kind may have. */
  public boolean isOf(boolean federation) {
    return federation ? this == OPERATOR : isGivenByClubs();
  }

  /** True for a role that a club's office may give to a person. */
  public boolean isGivenByClubs() {
    return this != OPERATOR && this != KIOSK;
  }
}
