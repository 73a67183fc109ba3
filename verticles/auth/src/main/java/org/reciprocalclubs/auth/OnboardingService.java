package org.reciprocalclubs.auth;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.clubs.ClubFile;
import org.reciprocalclubs.auth.clubs.Defaults;
import org.reciprocalclubs.auth.clubs.Issue;
import org.reciprocalclubs.auth.clubs.JudgedRow;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.auth.rules.Places;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.auth.store.AssignmentTable;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.codecs.auth.v1.AppointAdminRequest;
import org.reciprocalclubs.codecs.auth.v1.AppointAdminResponse;
import org.reciprocalclubs.codecs.auth.v1.ClubAdmitted;
import org.reciprocalclubs.codecs.auth.v1.FirstAdmin;
import org.reciprocalclubs.codecs.auth.v1.OnboardClubRequest;
import org.reciprocalclubs.codecs.auth.v1.OnboardClubResponse;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Admits clubs one at a time, each with its first administrator, and appoints that of clubs that came from a
 * file. For virtual threads; thread-safe.
 */
final class OnboardingService {
  private static final Defaults NO_DEFAULTS = new Defaults(null, null, null, null);

  private final Store store;
  private final Credentials credentials;
  private final KeptAnswers kept;
  private final MailedTokens mailed;
  private final Places places;
  private final NewAccounts accounts = new NewAccounts();

  OnboardingService(Store store, Credentials credentials, KeptAnswers kept, MailedTokens mailed,
      Places places) {
    this.store = store;
    this.credentials = credentials;
    this.kept = kept;
    this.mailed = mailed;
    this.places = places;
  }

  /** Who is to run a club. */
  private record Admin(Account.Person person, Credentials.First password) {
    boolean invited() {
      return password.invited();
    }
  }

  OnboardClubResponse onboard(OnboardClubRequest request) {
    Admin admin = admin(request.getAdmin(), "admin.", null);
    Scope operator = Scope.federation(CallContext.current().caller().requireClub());
    return store.transact(operator, tx -> {
      FederationService.requireOperator(tx);
      return kept.once(tx, "OnboardClub", request, OnboardClubResponse.getDefaultInstance(), () -> {
        ClubTable.lock(tx);
        Club club = judged(ClubTable.all(tx), request, tx.now());
        if (!admin.invited()) {
          credentials.accept("admin.password", request.getAdmin().getPassword(), admin.person(), club);
        }
        UUID user = admit(tx, club, admin);
        tx.as(operator);
        return OnboardClubResponse.newBuilder().setClub(AuthMapper.club(club)).setUserId(user.toString())
            .setInvited(admin.invited()).build();
      });
    });
  }

  /** The club's row as the operator; then its event, its first login and that one's mail as the club. */
  private UUID admit(Tx tx, Club club, Admin admin) {
    ClubTable.insert(tx, club);
    if (club.tier() != null) {
      ClubTable.setTier(tx, club);
    }
    tx.as(Scope.club(club.id()));
    Facts.appendForAll(tx, club.id(), 0, club.id(),
        ClubAdmitted.newBuilder().setClubId(club.id().toString()).build());
    return appoint(tx, club, admin);
  }

  /** By the same rules as a row of a file. */
  private Club judged(List<Club> clubs, OnboardClubRequest request, Instant now) {
    JudgedRow row = ClubFile.of(values(request)).judge(clubs, places, NO_DEFAULTS).getFirst();
    if (row.known() != null) {
      throw request.getCode().isBlank()
          ? Problem.conflict("NAME_TAKEN", "Another club has this name").field("name")
          : Problem.conflict("CODE_TAKEN", "Another club has this code").field("code");
    }
    row.issues().stream().filter(Issue::isError).findFirst().ifPresent(issue -> {
      throw issue.code().equals("NAME_TAKEN")
          ? Problem.conflict("NAME_TAKEN", "Another club has this name").field("name")
          : Problem.of(ErrorCode.VALIDATION_ERROR, issue.code(), sentence(issue)).field(field(issue));
    });
    ClubProfile profile = Objects.requireNonNull(row.wanted());
    Club.Settings settings = request.hasSettings()
        ? ClubChanges.settings(request.getSettings())
        : Club.Settings.DEFAULTS;
    String tier = request.hasTier() ? FederationService.tier(request.getTier()) : null;
    return new Club(Ids.uuid7(), 1, profile, Club.ACTIVE, tier, settings, now, now);
  }

  private static Map<String, String> values(OnboardClubRequest r) {
    Map<String, String> values = new HashMap<>();
    values.put("code", r.getCode());
    values.put("name", r.getName());
    values.put("kind", r.getKind().getNumber() > 0 ? r.getKind().name() : "");
    values.put("location", r.getLocation());
    values.put("description", r.getDescription());
    values.put("website", r.getWebsite());
    values.put("region", r.getRegion());
    values.put("phone", r.getPhone());
    values.put("time_zone", r.getTimeZone());
    values.put("country", r.getCountry());
    values.put("currency", r.getCurrency());
    values.put("latitude", r.hasLatitude() ? Double.toString(r.getLatitude()) : "");
    values.put("longitude", r.hasLongitude() ? Double.toString(r.getLongitude()) : "");
    return values;
  }

  /** What a file's defaults would say here has to be said in the request. */
  private static String sentence(Issue issue) {
    return issue.code().endsWith("_UNKNOWN")
        ? "It must be given: nothing else that was given tells it"
        : issue.detail();
  }

  private static String field(Issue issue) {
    return issue.field().equals("time_zone") ? "timeZone" : issue.field();
  }

  AppointAdminResponse appointAdmin(AppointAdminRequest request) {
    UUID id = Uuids.read("clubId", request.getClubId());
    Club known = store.read(Scope.nobody(), tx -> ClubTable.byId(tx, id)).orElse(null);
    Admin admin = admin(FirstAdmin.newBuilder().setEmail(request.getEmail())
        .setFirstName(request.getFirstName()).setLastName(request.getLastName())
        .setPassword(request.getPassword()).build(), "", known);
    Scope operator = Scope.federation(CallContext.current().caller().requireClub());
    return store.transact(operator, tx -> {
      FederationService.requireOperator(tx);
      return kept.once(tx, "AppointAdmin", request, AppointAdminResponse.getDefaultInstance(), () -> {
        ClubTable.lock(tx);
        Club club = ClubTable.byId(tx, id).filter(each -> !each.isOperator())
            .orElseThrow(ClubService::unknown);
        tx.as(Scope.club(id));
        if (AssignmentTable.isOpen(tx, Role.CLUB_ADMIN.text())) {
          throw Problem.conflict("CLUB_HAS_ADMIN",
              "The club has an administrator, who makes further logins");
        }
        UUID user = appoint(tx, club, admin);
        tx.as(operator);
        return AppointAdminResponse.newBuilder().setUserId(user.toString()).setInvited(admin.invited())
            .build();
      });
    });
  }

  /** @param within where the administrator stands in the request, as prefix of a field's name */
  private Admin admin(FirstAdmin wanted, String within, @Nullable Club club) {
    try {
      String email = RequestFields.email(wanted.getEmail());
      Account.Person person = RequestFields.person(email, email, wanted.getFirstName(),
          wanted.getLastName());
      return new Admin(person, credentials.first("password", wanted.getPassword(), person, club));
    } catch (Problem problem) {
      throw problem.field() == null ? problem : problem.field(within + problem.field());
    }
  }

  /** The transaction acts for the club. */
  private UUID appoint(Tx tx, Club club, Admin admin) {
    Account account = new Account(Ids.uuid7(), 1, club.id(), club.id(), admin.person(), Account.ACTIVE,
        Set.of(Role.CLUB_ADMIN), tx.now(), tx.now());
    accounts.add(tx, account, admin.password().hash());
    if (admin.invited()) {
      mailed.invite(tx, account.id(), admin.person().email(), club.profile().name());
    }
    return account.id();
  }
}
