package org.reciprocalclubs.auth.rules;

import java.util.Collection;
import java.util.Optional;

/**
 * Every permission that there is, and what it allows: the one list. Rpcs of the contract name the one they
 * ask for; {@link Role} and the clubs' own roles grant them, each within one club.
 */
public enum Permission {
  MEMBER_SELF("member.self", Of.CLUBS,
      "Be a member: see and change what is one's own as such: membership, pass, visits, "
          + "reservations, letters, ratings."), //
  MEMBER_READ("member.read", Of.CLUBS, "Read the club's members.", Does.READ), //
  MEMBER_CREATE("member.create", Of.CLUBS, "Enter a member."), //
  MEMBER_UPDATE("member.update", Of.CLUBS, "Change what is known of a member."), //
  MEMBER_SUSPEND("member.suspend", Of.CLUBS, "Suspend a member, and end that."), //
  MEMBER_IMPORT("member.import", Of.CLUBS, "Bring in members from a file."), //
  PASS_REVOKE("pass.revoke", Of.CLUBS, "Revoke a member's passes."), //
  PASS_ROTATE_KEY("pass.rotate_key", Of.CLUBS,
      "Replace the key that signs the club's passes.", Does.RIGHTS), //
  LETTER_READ("letter.read", Of.CLUBS,
      "Read letters of introduction, the club's own and those to it.", Does.READ), //
  LETTER_ISSUE("letter.issue", Of.CLUBS, "Write letters of introduction, and take them back."), //
  VISIT_READ("visit.read", Of.CLUBS,
      "Read visits, who is inside, and restrictions of visitors.", Does.READ), //
  VISIT_CREATE("visit.create", Of.CLUBS, "Check visitors in, and look up who stands at the desk."), //
  VISIT_CLOSE("visit.close", Of.CLUBS, "Check visitors out."), //
  VISIT_ANNUL("visit.annul", Of.CLUBS, "Annul a visit that this desk has just opened."), //
  VISIT_CANCEL("visit.cancel", Of.CLUBS, "Cancel a visit."), //
  VISIT_VERIFY("visit.verify", Of.CLUBS, "Confirm for the house that a visit took place."), //
  VISIT_CORRECT("visit.correct", Of.CLUBS, "Correct a visit afterwards."), //
  VISIT_SETTLE("visit.settle", Of.CLUBS, "Decide on visits that are flagged."), //
  VISIT_OVERRIDE("visit.override", Of.CLUBS, "Admit where what is the house's own rule says no."), //
  VISITOR_RESTRICT("visitor.restrict", Of.CLUBS,
      "Restrict a visitor or a partner's visitors, and end that."), //
  VERDICT_REPLAY("verdict.replay", Of.CLUBS,
      "Have a decision at the desk made again from what it rested on.", Does.READ), //
  RESERVATION_READ("reservation.read", Of.CLUBS, "Read reservations, and who is expected.", Does.READ), //
  RESERVATION_REQUEST("reservation.request", Of.CLUBS,
      "Ask for a reservation for a member, and cancel it."), //
  RESERVATION_DECIDE("reservation.decide", Of.CLUBS, "Confirm and decline reservations in the house."), //
  AGREEMENT_READ("agreement.read", Of.CLUBS,
      "Read agreements, their versions and history, and house rules.", Does.READ), //
  AGREEMENT_PROPOSE("agreement.propose", Of.CLUBS,
      "Propose agreements and amendments, answer with others, withdraw one's own."), //
  AGREEMENT_APPROVE("agreement.approve", Of.CLUBS, "Approve and reject what a partner proposes."), //
  AGREEMENT_SUSPEND("agreement.suspend", Of.CLUBS, "Suspend, resume and terminate agreements."), //
  RULES_SET("rules.set", Of.CLUBS, "Set the house's rules and the programme for the club's own members."), //
  NOTIFICATION_CREATE("notification.create", Of.CLUBS, "Send notices to people of the club."), //
  DEVICE_READ("device.read", Of.CLUBS, "Read the club's devices.", Does.READ), //
  DEVICE_ENROL("device.enrol", Of.CLUBS, "Make codes by which devices enrol."), //
  DEVICE_REVOKE("device.revoke", Of.CLUBS, "Revoke a device."), //
  USER_READ("user.read", Of.BOTH, "Read the club's logins.", Does.READ), //
  USER_CREATE("user.create", Of.BOTH,
      "Make logins, confirm those of people who registered, and take lost second factors off.",
      Does.RIGHTS), //
  USER_SUSPEND("user.suspend", Of.BOTH, "Suspend logins of the club, and end that.", Does.RIGHTS), //
  ROLE_READ("role.read", Of.BOTH, "Read the club's roles, and who holds them.", Does.READ), //
  ROLE_DEFINE("role.define", Of.BOTH, "Make, change and delete the club's own roles.", Does.RIGHTS), //
  ROLE_ASSIGN("role.assign", Of.BOTH,
      "Give roles to logins of the club, and take them away.", Does.RIGHTS), //
  SESSION_READ("session.read", Of.BOTH, "Read where the club's logins are signed in.", Does.READ), //
  SESSION_END("session.end", Of.BOTH, "End sessions of the club's logins.", Does.RIGHTS), //
  INTEGRATION_READ("integration.read", Of.CLUBS,
      "Read the keys of the club's programs, but not the secrets.", Does.READ), //
  INTEGRATION_CREATE("integration.create", Of.CLUBS, "Make keys for the club's programs.", Does.RIGHTS), //
  INTEGRATION_REVOKE("integration.revoke", Of.CLUBS, "Revoke keys of the club's programs.", Does.RIGHTS), //
  PROVIDER_READ("provider.read", Of.BOTH, "Read where the club's people sign in.", Does.READ), //
  PROVIDER_SET("provider.set", Of.BOTH, "Set where the club's people sign in.", Does.RIGHTS), //
  AUDIT_READ("audit.read", Of.BOTH,
      "Read the audit trail: who changed what, and who read whose personal data.", Does.READ), //
  CLUB_UPDATE("club.update", Of.CLUBS, "Change the club's own entry and settings."), //
  LEDGER_SYNC("ledger.sync", Of.BOTH, "Have it looked at once what stands on the ledger."), //
  CLUB_IMPORT("club.import", Of.FEDERATION,
      "Admit clubs, change their entries, and appoint the first administrator of a club that has none."), //
  CLUB_SET_TIER("club.set_tier", Of.FEDERATION, "Set a club's tier."), //
  CLUB_SUSPEND("club.suspend", Of.FEDERATION, "Suspend a club, and end that.", Does.RIGHTS), //
  CLOCK_SET("clock.set", Of.FEDERATION, "Set the platform's clock; never in production."), //
  LEDGER_ASSIGN("ledger.assign", Of.FEDERATION,
      "Say which organisation of the ledger endorses for a club."), //
  LEDGER_RETRY("ledger.retry", Of.FEDERATION, "Have transactions tried again that the ledger refused."), //
  TOKEN_ROTATE_KEY("token.rotate_key", Of.FEDERATION,
      "Replace the key that signs access tokens.", Does.RIGHTS);

  /** Whose roles may hold it. */
  private enum Of {
    CLUBS, FEDERATION, BOTH
  }

  /** What comes of it. */
  private enum Does {
    READ, CHANGE,
    /** It decides what others may do, or who they are. */
    RIGHTS
  }

  private final String text;
  private final Of of;
  private final String allows;
  private final Does does;

  Permission(String text, Of of, String allows) {
    this(text, of, allows, Does.CHANGE);
  }

  Permission(String text, Of of, String allows, Does does) {
    this.text = text;
    this.of = of;
    this.allows = allows;
    this.does = does;
  }

  /** The permission of that name; empty where there is none. */
  public static Optional<Permission> of(String text) {
    for (Permission permission : values()) {
      if (permission.text.equals(text)) {
        return Optional.of(permission);
      }
    }
    return Optional.empty();
  }

  /** Whether any of those named is {@link #isOfStaff held by staff alone}; one that is not known is. */
  public static boolean anyOfStaff(Collection<String> texts) {
    return texts.stream().anyMatch(each -> of(each).map(Permission::isOfStaff).orElse(true));
  }

  /** The name in the contract, in tokens and in rows, such as {@code visit.create}. */
  public String text() {
    return text;
  }

  /** What it allows, in a sentence. */
  public String allows() {
    return allows;
  }

  /** True when nothing is changed by it. */
  public boolean reads() {
    return does == Does.READ;
  }

  /** True for what a club's own people may hold. */
  public boolean isForClubs() {
    return of != Of.FEDERATION;
  }

  /** True for what holds in the federation's own club. */
  public boolean isForFederation() {
    return of != Of.CLUBS;
  }

  /**
   * True for what people hold who act for a club, and nobody who is no more than a member: a second factor is
   * asked for before it may be used (decision 0022).
   */
  public boolean isOfStaff() {
    return this != MEMBER_SELF;
  }

  /** True for what a program may hold: it neither is somebody nor decides what others may do. */
  public boolean isForPrograms() {
    return isForClubs() && does != Does.RIGHTS && this != MEMBER_SELF;
  }
}
