package org.reciprocalclubs.auth;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.clubs.Issue;
import org.reciprocalclubs.auth.clubs.JudgedRow;
import org.reciprocalclubs.auth.keys.TokenKey;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.auth.rules.CustomRole;
import org.reciprocalclubs.auth.rules.Point;
import org.reciprocalclubs.auth.store.AssignmentTable;
import org.reciprocalclubs.auth.store.DeviceTable;
import org.reciprocalclubs.auth.store.FactorTable;
import org.reciprocalclubs.auth.store.SessionTable;
import org.reciprocalclubs.auth.store.SuspensionTable;
import org.reciprocalclubs.codecs.auth.v1.ClubSettings;
import org.reciprocalclubs.codecs.auth.v1.ClubSuspension;
import org.reciprocalclubs.codecs.auth.v1.Device;
import org.reciprocalclubs.codecs.auth.v1.Factor;
import org.reciprocalclubs.codecs.auth.v1.Jwk;
import org.reciprocalclubs.codecs.auth.v1.ListSessionsResponse;
import org.reciprocalclubs.codecs.auth.v1.ListedRole;
import org.reciprocalclubs.codecs.auth.v1.RoleAssignment;
import org.reciprocalclubs.codecs.auth.v1.Session;
import org.reciprocalclubs.codecs.auth.v1.User;
import org.reciprocalclubs.codecs.kit.v1.ImportIssue;
import org.reciprocalclubs.codecs.kit.v1.ImportRow;
import org.reciprocalclubs.codecs.kit.v1.Money;

/** Between this room's records and the contract's messages. */
final class AuthMapper {
  private AuthMapper() {}

  static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }

  static User user(Account account) {
    Account.Person person = account.person();
    User.Builder user = User.newBuilder().setId(account.id().toString()).setClubId(account.club().toString())
        .setEmail(person.email()).setUsername(person.username())
        .setStatus(User.Status.valueOf(account.status()))
        .addAllRoles(account.roleIds()).addAllPermissions(new TreeSet<>(account.permissions()))
        .setCreatedAt(timestamp(account.createdAt())).setUpdatedAt(timestamp(account.updatedAt()))
        .setEmailVerified(account.emailVerified()).setSecondFactor(account.hasFactor());
    if (person.firstName() != null) {
      user.setFirstName(person.firstName());
    }
    if (person.lastName() != null) {
      user.setLastName(person.lastName());
    }
    return user.build();
  }

  static ListedRole role(CustomRole role, int holders) {
    return ListedRole.newBuilder().setId(role.text()).setName(role.name())
        .addAllPermissions(role.sorted()).setHolders(holders).build();
  }

  static RoleAssignment assignment(AssignmentTable.Assignment given, Instant now) {
    String name = given.customName() == null ? given.role() : given.customName();
    RoleAssignment.Builder message = RoleAssignment.newBuilder().setUserId(given.account().toString())
        .setRole(given.role()).setRoleName(name).setGivenAt(timestamp(given.givenAt()))
        .setState(given.isOver(now)
            ? RoleAssignment.State.ENDED
            : given.isToCome(now) ? RoleAssignment.State.BEGINS : RoleAssignment.State.HOLDS);
    if (given.begins() != null) {
      message.setBeginsAt(timestamp(given.begins()));
    }
    if (given.ends() != null) {
      message.setEndsAt(timestamp(given.ends()));
    }
    if (given.givenBy() != null) {
      message.setGivenBy(given.givenBy().toString());
    }
    return message.build();
  }

  /** @param suspension why it takes no part, for whoever may know; null otherwise */
  static org.reciprocalclubs.codecs.auth.v1.Club club(Club club, SuspensionTable.@Nullable Open suspension) {
    org.reciprocalclubs.codecs.auth.v1.Club message = club(club);
    return suspension == null
        ? message
        : message.toBuilder().setSuspension(ClubSuspension.newBuilder().setReason(suspension.reason())
            .setSince(timestamp(suspension.since()))).build();
  }

  static org.reciprocalclubs.codecs.auth.v1.Club club(Club club) {
    ClubProfile profile = club.profile();
    org.reciprocalclubs.codecs.auth.v1.Club.Builder message = org.reciprocalclubs.codecs.auth.v1.Club
        .newBuilder()
        .setId(club.id().toString()).setCode(profile.code()).setName(profile.name())
        .setLocation(profile.location())
        .setStatus(org.reciprocalclubs.codecs.auth.v1.Club.Status.valueOf(club.status()))
        .setKind(org.reciprocalclubs.codecs.auth.v1.Club.Kind.valueOf(profile.kind()))
        .setSettings(settings(club.settings())).setTimeZone(profile.timeZone()).setCountry(profile.country())
        .setCurrency(profile.currency()).setCreatedAt(timestamp(club.createdAt()))
        .setUpdatedAt(timestamp(club.updatedAt()));
    if (profile.description() != null) {
      message.setDescription(profile.description());
    }
    if (profile.website() != null) {
      message.setWebsite(profile.website());
    }
    if (profile.region() != null) {
      message.setRegion(profile.region());
    }
    if (profile.phone() != null) {
      message.setPhone(profile.phone());
    }
    if (club.tier() != null) {
      message.setTier(club.tier());
    }
    Point at = profile.position();
    return at == null
        ? message.build()
        : message.setLatitude(at.latitude()).setLongitude(at.longitude()).build();
  }

  private static ClubSettings settings(Club.Settings settings) {
    ClubSettings.Builder message = ClubSettings.newBuilder().setAllowReciprocal(settings.allowReciprocal())
        .setRequireApproval(settings.requireApproval()).setMaxVisitsPerMonth(settings.maxVisitsPerMonth());
    Club.Fee fee = settings.reciprocalFee();
    return fee == null
        ? message.build()
        : message.setReciprocalFee(Money.newBuilder().setAmount(fee.amount()).setCurrency(fee.currency()))
            .build();
  }

  static Device device(DeviceTable.Device device) {
    Device.Builder message = Device.newBuilder().setId(device.id().toString())
        .setClubId(device.club().toString())
        .setName(device.name()).setStatus(Device.Status.valueOf(device.status()))
        .setEnrolledAt(timestamp(device.enrolledAt()));
    return device.lastSeenAt() == null
        ? message.build()
        : message.setLastSeenAt(timestamp(device.lastSeenAt())).build();
  }

  /** @param asking the session that asks, if any */
  static ListSessionsResponse sessions(List<SessionTable.Running> sessions, @Nullable UUID asking) {
    ListSessionsResponse.Builder answer = ListSessionsResponse.newBuilder();
    for (SessionTable.Running each : sessions) {
      Session.Builder session = answer.addSessionsBuilder().setId(each.id().toString())
          .setClubId(each.club().toString()).setBegunAt(timestamp(each.begunAt()))
          .setLastUsedAt(timestamp(each.usedAt())).setEndsAt(timestamp(each.endsAt()))
          .setCurrent(each.id().equals(asking));
      if (each.at().device() != null) {
        session.setDevice(each.at().device());
      }
      if (each.at().network() != null) {
        session.setNetwork(each.at().network());
      }
    }
    return answer.build();
  }

  static Factor factor(FactorTable.Listed factor) {
    Factor.Builder message = Factor.newBuilder().setId(factor.id().toString())
        .setKind(Factor.Kind.valueOf(factor.kind())).setName(factor.name())
        .setAddedAt(timestamp(factor.addedAt()));
    return factor.usedAt() == null
        ? message.build()
        : message.setLastUsedAt(timestamp(factor.usedAt())).build();
  }

  static Jwk jwk(TokenKey key) {
    return Jwk.newBuilder().setKty("OKP").setCrv("Ed25519").setX(key.x()).setKid(key.kid()).setAlg("EdDSA")
        .setUse("sig")
        .build();
  }

  /** @param id of the row's club; null when rejected */
  static ImportRow row(JudgedRow row, @Nullable String id) {
    ImportRow.Builder message = ImportRow.newBuilder().setRow(row.row()).setKey(row.key())
        .setOutcome(ImportRow.Outcome.valueOf(row.outcome().name())).setId(id == null ? "" : id);
    for (Issue issue : row.issues()) {
      message.addIssues(
          ImportIssue.newBuilder().setField(issue.field()).setCode(issue.code()).setDetail(issue.detail())
              .setSeverity(issue.isError() ? ImportIssue.Severity.ERROR : ImportIssue.Severity.NOTE));
    }
    return message.build();
  }
}
