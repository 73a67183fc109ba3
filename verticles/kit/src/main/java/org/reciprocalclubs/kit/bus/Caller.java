package org.reciprocalclubs.kit.bus;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: a person, a device or a program of one club, the system itself, or nobody known. Immutable.
 *
 * @param subject the user's, the device's or the key's id; null for ANONYMOUS and SYSTEM
 * @param club the club within which the permissions hold; null for a person without one yet
 * @param member the person's membership in that club, if any
 * @param session the session the token belongs to, if any
 * @param permissions such as {@code visit.create}
 * @param roles such as {@code MANAGER}
 * @param proof what the session has proven of whose it is
 */
public record Caller(Kind kind, @Nullable UUID subject, @Nullable UUID club, @Nullable UUID member,
    @Nullable UUID session, Set<String> permissions, Set<String> roles, Proof proof) {

  /** What kind of caller. */
  public enum Kind {
    ANONYMOUS, PERSON, DEVICE,
    /** A program of the club, by a key that its office made. */
    INTEGRATION, SYSTEM
  }

  /** Nobody known. */
  public static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, null, null, null, null, Set.of(),
      Set.of());
  private static final String PLAIN_MEMBER = "MEMBER";
  private static final Set<String> OWN = Set.of("member.self");

  public Caller {
    permissions = Set.copyOf(permissions);
    roles = Set.copyOf(roles);
    if (kind != Kind.ANONYMOUS && kind != Kind.SYSTEM && subject == null) {
      throw new IllegalArgumentException("A person, device or program has an id");
    }
  }

  /** A caller of whose session nothing further is known. */
  public Caller(Kind kind, @Nullable UUID subject, @Nullable UUID club, @Nullable UUID member,
      @Nullable UUID session, Set<String> permissions, Set<String> roles) {
    this(kind, subject, club, member, session, permissions, roles, Proof.NONE);
  }

  /** The platform acting by itself within a club: jobs, followers, sagas. It may call every rpc. */
  public static Caller system(@Nullable UUID club) {
    return new Caller(Kind.SYSTEM, null, club, null, null, Set.of(), Set.of());
  }

  public boolean isAuthenticated() {
    return kind != Kind.ANONYMOUS;
  }

  /** True when the caller holds the permission within its club; the system holds all. */
  public boolean holds(String permission) {
    return kind == Kind.SYSTEM || permissions.contains(permission);
  }

  /** True when the caller holds any of them. */
  public boolean holdsAny(Collection<String> anyOf) {
    return kind == Kind.SYSTEM || anyOf.stream().anyMatch(permissions::contains);
  }

  /**
   * True for a person who is no more than a member (or nothing yet), whatever the role is called that says
   * so: such a caller sees only its own rows.
   */
  public boolean ownRowsOnly() {
    return kind == Kind.ANONYMOUS || kind == Kind.PERSON
        && (permissions.equals(OWN) || roles.stream().allMatch(role -> role.equalsIgnoreCase(PLAIN_MEMBER)));
  }

  /** The value of {@code app.person}: the person whose rows alone may be seen; null for staff and devices. */
  public @Nullable UUID person() {
    return kind == Kind.PERSON && ownRowsOnly() ? subject : null;
  }

  /**
   * The club within which this caller acts.
   *
   * @throws Problem UNAUTHORIZED if it acts within none
   */
  public UUID requireClub() {
    if (club == null) {
      throw Problem.unauthorized("Choose a club first");
    }
    return club;
  }

  /**
   * The user's or device's id.
   *
   * @throws Problem UNAUTHENTICATED if it has none
   */
  public UUID requireSubject() {
    if (subject == null) {
      throw Problem.unauthenticated("Sign in first");
    }
    return subject;
  }
}
