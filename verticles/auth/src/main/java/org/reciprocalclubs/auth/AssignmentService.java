package org.reciprocalclubs.auth;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.CustomRole;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.AssignmentTable;
import org.reciprocalclubs.auth.store.AssignmentTable.Assignment;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.auth.store.RoleTable;
import org.reciprocalclubs.codecs.auth.v1.AssignRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.ListRoleAssignmentsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListRoleAssignmentsResponse;
import org.reciprocalclubs.codecs.auth.v1.RightsChanged;
import org.reciprocalclubs.codecs.auth.v1.RoleAssignment;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded.Cause;
import org.reciprocalclubs.codecs.auth.v1.WithdrawRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.WithdrawRoleResponse;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** Gives roles to a club's logins and takes them away. For virtual threads; thread-safe. */
final class AssignmentService {
  static final int LISTED_MAX = 200;
  private static final Duration AHEAD_MAX = Duration.ofDays(3_653);

  private final Store store;

  AssignmentService(Store store) {
    this.store = store;
  }

  /** A role that the club can give. */
  private record Given(String id, Collection<String> permissions, @Nullable CustomRole custom) {
    @Nullable
    UUID customId() {
      return custom == null ? null : custom.id();
    }
  }

  ListRoleAssignmentsResponse list(ListRoleAssignmentsRequest request) {
    UUID user = request.hasUserId() ? Uuids.read("userId", request.getUserId()) : null;
    String role = request.hasRole() ? request.getRole() : null;
    Scope scope = Scope.club(CallContext.current().caller().requireClub());
    return store.read(scope, tx -> {
      if (user != null) {
        login(tx, user);
      }
      ListRoleAssignmentsResponse.Builder answer = ListRoleAssignmentsResponse.newBuilder();
      AssignmentTable.page(tx, user, role, LISTED_MAX)
          .forEach(each -> answer.addAssignments(AuthMapper.assignment(each, tx.now())));
      return answer.build();
    });
  }

  RoleAssignment assign(AssignRoleRequest request) {
    UUID user = Uuids.read("userId", request.getUserId());
    Instant begins = request.hasBeginsAt() ? instant("beginsAt", request.getBeginsAt()) : null;
    Instant ends = request.hasEndsAt() ? instant("endsAt", request.getEndsAt()) : null;
    Caller caller = CallContext.current().caller();
    UUID club = caller.requireClub();
    return store.transact(Scope.club(club), tx -> {
      Instant from = begins == null || !begins.isAfter(tx.now()) ? null : begins;
      checkPeriod(tx, from, ends);
      Given role = role(tx, club, request.getRole());
      Authority authority = Authority.of(tx, caller);
      login(tx, user);
      if (authority.isOf(user)) {
        throw RoleService.own();
      }
      authority.requireUntil(role.permissions(), ends);
      Assignment wanted = new Assignment(user, role.id(), role.custom() == null ? null : role.custom().name(),
          from, ends, caller.subject(), tx.now());
      return AuthMapper.assignment(put(tx, role, wanted), tx.now());
    });
  }

  private static Assignment put(Tx tx, Given role, Assignment wanted) {
    List<Assignment> all = AssignmentTable.ofLogin(tx, wanted.account());
    Optional<Assignment> known = all.stream().filter(each -> each.role().equals(wanted.role())).findFirst();
    if (known.isPresent() && isSame(known.get(), wanted, tx.now())) {
      CallContext.current().markHit();
      return known.get();
    }
    if (wanted.begins() != null || wanted.ends() != null) {
      checkNotLast(tx, wanted.account(), wanted.role());
    }
    AssignmentTable.put(tx, wanted, role.customId());
    tell(tx, wanted, true);
    return wanted;
  }

  /** A beginning that has come is none. */
  private static boolean isSame(Assignment known, Assignment wanted, Instant now) {
    Instant begins = known.isToCome(now) ? known.begins() : null;
    return Objects.equals(begins, wanted.begins()) && Objects.equals(known.ends(), wanted.ends());
  }

  WithdrawRoleResponse withdraw(WithdrawRoleRequest request) {
    UUID user = Uuids.read("userId", request.getUserId());
    Caller caller = CallContext.current().caller();
    UUID club = caller.requireClub();
    return store.transact(Scope.club(club), tx -> {
      Given role = role(tx, club, request.getRole());
      Authority authority = Authority.of(tx, caller);
      Account account = login(tx, user);
      if (!authority.isOf(user)) {
        authority.requireAll(role.permissions());
      }
      return WithdrawRoleResponse.newBuilder().setWithdrawn(withdraw(tx, account, role)).build();
    });
  }

  private static boolean withdraw(Tx tx, Account account, Given role) {
    List<Assignment> all = AssignmentTable.ofLogin(tx, account.id());
    Optional<Assignment> known = all.stream().filter(each -> each.role().equals(role.id())).findFirst();
    if (known.isEmpty()) {
      return false;
    }
    checkNotLast(tx, account.id(), role.id());
    AssignmentTable.delete(tx, account.id(), role.id());
    tell(tx, known.get(), false);
    if (all.size() == 1 && !account.home().equals(account.club())) {
      SessionEnds.allWithin(tx, account.id(), null, Cause.SUSPENDED);
    }
    return true;
  }

  /** A club without anybody who gives roles for good could not help itself. */
  private static void checkNotLast(Tx tx, UUID account, String role) {
    if (role.equals(Role.CLUB_ADMIN.text()) || role.equals(Role.OPERATOR.text())) {
      List<UUID> forGood = AssignmentTable.forGood(tx, role);
      if (forGood.size() == 1 && forGood.contains(account)) {
        throw Problem.conflict("LAST_ADMIN",
            "Somebody must hold this role for good: give it to another first");
      }
    }
  }

  private static void tell(Tx tx, Assignment of, boolean assigned) {
    RoleTable.Renewed rights = RoleTable.renew(tx, of.account());
    UUID club = Objects.requireNonNull(tx.scope().club());
    RightsChanged.Builder event = RightsChanged.newBuilder().setUserId(of.account().toString())
        .setClubId(club.toString()).setRole(of.role()).setAssigned(assigned);
    if (rights.ended() != null) {
      event.setEndedRightsId(rights.ended().toString());
    }
    if (of.begins() != null) {
      event.setBeginsAt(AuthMapper.timestamp(of.begins()));
    }
    if (of.ends() != null) {
      event.setEndsAt(AuthMapper.timestamp(of.ends()));
    }
    Facts.append(tx, rights.now(), 0, club, event.build());
  }

  /** Built-in roles that this kind of club gives, and its own. */
  private static Given role(Tx tx, UUID club, String id) {
    Optional<Role> builtIn = Role.of(id);
    if (builtIn.isPresent()) {
      boolean federation = ClubTable.byId(tx, club).map(Club::isOperator).orElse(false);
      return builtIn.filter(role -> role.isOf(federation))
          .map(role -> new Given(id, role.permissions(), null)).orElseThrow(AssignmentService::noRole);
    }
    CustomRole custom = uuid(id).flatMap(each -> RoleTable.forUpdate(tx, each))
        .orElseThrow(AssignmentService::noRole);
    return new Given(custom.text(), custom.permissions(), custom);
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static void checkPeriod(Tx tx, @Nullable Instant begins, @Nullable Instant ends) {
    if (ends != null && !ends.isAfter(begins == null ? tx.now() : begins)) {
      throw Problem.validation("endsAt", "It is after now, and after the beginning");
    }
    Instant last = tx.now().plus(AHEAD_MAX);
    if (begins != null && begins.isAfter(last)) {
      throw Problem.validation("beginsAt", "It is at most ten years ahead");
    }
    if (ends != null && ends.isAfter(last)) {
      throw Problem.validation("endsAt", "It is at most ten years ahead");
    }
  }

  private static Instant instant(String field, Timestamp at) {
    RequestFields.inRange(field, at, 0, Instant.parse("2200-01-01T00:00:00Z").getEpochSecond());
    return AuthMapper.instant(at).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
  }

  private static Account login(Tx tx, UUID user) {
    return AccountTable.byId(tx, user)
        .orElseThrow(() -> Problem.notFound("There is no such login").field("userId"));
  }

  private static Problem noRole() {
    return Problem.notFound("There is no such role").field("role");
  }
}
