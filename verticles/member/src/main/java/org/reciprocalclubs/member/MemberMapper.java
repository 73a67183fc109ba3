package org.reciprocalclubs.member;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.reciprocalclubs.codecs.member.v1.Address;
import org.reciprocalclubs.codecs.member.v1.EmergencyContact;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MemberPreferences;
import org.reciprocalclubs.codecs.member.v1.MemberProfile;
import org.reciprocalclubs.member.rules.MembershipType;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.store.ForeignReads.Seen;
import org.reciprocalclubs.member.store.MemberRow;
import org.reciprocalclubs.member.store.Person;

/** Rows as they travel. Stateless. */
final class MemberMapper {
  private MemberMapper() {}

  /** All there is of a member, for the own club's office and the member. */
  static Member whole(MemberRow row, LocalDate today) {
    MemberRow.Identity who = row.identity();
    Standing standing = row.standingOn(today);
    var member = Member.newBuilder().setId(who.id().toString()).setClubId(who.club().toString())
        .setUserId(Objects.requireNonNullElse(who.userId(), who.id()).toString())
        .setMemberNumber(who.number())
        .setMembershipType(type(row.held().subscription().type())).setStatus(status(standing))
        .setJoinedAt(time(row.times().joinedAt())).setCreatedAt(time(row.times().createdAt()))
        .setUpdatedAt(time(row.times().updatedAt())).setState(standing.name())
        .setMembershipClass(row.held().subscription().membershipClass());
    if (row.held().subscription().paidUntil() != null) {
      member.setPaidUntil(row.held().subscription().paidUntil().toString());
    }
    if (row.person() != null) {
      member.setProfile(profile(row.person()));
    }
    return member.build();
  }

  /** What a front desk may see: who it is, and how they stand; dates are the moment of reading. */
  static Member atDesk(Seen.Found seen, Instant now) {
    String id = seen.identity().id().toString();
    return Member.newBuilder().setId(id).setClubId(seen.identity().club().toString()).setUserId(id)
        .setMemberNumber(seen.identity().number()).setMembershipType(type(seen.type()))
        .setStatus(status(seen.standing())).setState(seen.standing().name())
        .setMembershipClass(seen.membershipClass())
        .setProfile(
            MemberProfile.newBuilder().setFirstName(seen.name().first()).setLastName(seen.name().last()))
        .setJoinedAt(time(now)).setCreatedAt(time(now)).setUpdatedAt(time(now)).build();
  }

  /** The same of a member of the own club, for a device that has no more rights than a desk. */
  static Seen.Found seen(MemberRow row, LocalDate today) {
    Person person = row.person();
    return new Seen.Found(row.identity(), person == null ? new Person.Name("", "") : person.name(),
        row.held().subscription().type(), row.held().subscription().membershipClass(), row.standingOn(today));
  }

  /** The standings that a status of the contract stands for; none for all. */
  static Set<Standing> standings(Member.Status status) {
    return switch (status) {
      case ACTIVE -> EnumSet.of(Standing.ACTIVE);
      case SUSPENDED -> EnumSet.of(Standing.SUSPENDED);
      case PENDING -> EnumSet.of(Standing.PENDING);
      case INACTIVE -> EnumSet.of(Standing.LAPSED, Standing.RESIGNED);
      case STATUS_UNSPECIFIED, UNRECOGNIZED -> EnumSet.noneOf(Standing.class);
    };
  }

  static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  private static Member.Status status(Standing standing) {
    return switch (standing) {
      case PENDING -> Member.Status.PENDING;
      case ACTIVE -> Member.Status.ACTIVE;
      case SUSPENDED -> Member.Status.SUSPENDED;
      case LAPSED, RESIGNED -> Member.Status.INACTIVE;
    };
  }

  private static Member.MembershipType type(MembershipType type) {
    return Member.MembershipType.valueOf(type.name());
  }

  static MemberProfile profile(Person person) {
    var profile = MemberProfile.newBuilder().setFirstName(person.name().first())
        .setLastName(person.name().last());
    if (person.dateOfBirth() != null) {
      profile.setDateOfBirth(person.dateOfBirth().toString());
    }
    if (person.phone() != null) {
      profile.setPhoneNumber(person.phone());
    }
    if (person.address() != null) {
      Person.Address at = person.address();
      profile.setAddress(Address.newBuilder().setStreet(at.street()).setCity(at.city()).setState(at.region())
          .setPostalCode(at.postalCode()).setCountry(at.country()));
    }
    if (person.emergency() != null) {
      Person.Emergency call = person.emergency();
      profile.setEmergencyContact(EmergencyContact.newBuilder().setName(call.name())
          .setRelationship(call.relationship()).setPhoneNumber(call.phone()));
    }
    if (person.preferences() != null) {
      Person.Preferences wants = person.preferences();
      profile.setPreferences(MemberPreferences.newBuilder().setEmailNotifications(wants.email())
          .setSmsNotifications(wants.sms()).setPushNotifications(wants.push())
          .setMarketingEmails(wants.marketing()));
    }
    return profile.build();
  }
}
