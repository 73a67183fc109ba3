package org.reciprocalclubs.auth;

import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.codecs.auth.v1.ConfirmUserRequest;
import org.reciprocalclubs.codecs.auth.v1.CreateUserRequest;
import org.reciprocalclubs.codecs.auth.v1.ListUsersRequest;
import org.reciprocalclubs.codecs.auth.v1.ListUsersResponse;
import org.reciprocalclubs.codecs.auth.v1.User;
import org.reciprocalclubs.codecs.auth.v1.UserConfirmed;
import org.reciprocalclubs.codecs.kit.v1.PageInfo;
import org.reciprocalclubs.codecs.kit.v1.PageRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** The logins of the caller's club, as its office sees them. For virtual threads; thread-safe. */
final class UserService {
  private static final int PAGE_SIZE = 10;
  private static final int PAGE_SIZE_MAX = 100;
  private static final int PAGES_MAX = 100_000;

  private final Store store;
  private final Credentials credentials;
  private final KeptAnswers kept;
  private final MailedTokens mailed;
  private final NewAccounts accounts = new NewAccounts();

  UserService(Store store, Credentials credentials, KeptAnswers kept, MailedTokens mailed) {
    this.store = store;
    this.credentials = credentials;
    this.kept = kept;
    this.mailed = mailed;
  }

  User create(CreateUserRequest request) {
    Caller caller = CallContext.current().caller();
    UUID club = caller.requireClub();
    Account.Person person = RequestFields.person(request.getEmail(), request.getUsername(),
        request.getFirstName(),
        request.getLastName());
    Role role = grantable(caller, request.getRole());
    Club own = store.read(Scope.nobody(), tx -> ClubTable.byId(tx, club)).orElseThrow(ClubService::unknown);
    Credentials.First password = credentials.first("password", request.getPassword(), person, own);
    return store.transact(Scope.club(club), tx -> {
      checkRoleOfClub(tx, club, role);
      Authority.of(tx, caller).requireUntil(role.permissions(), null);
      return kept.once(tx, "CreateUser", request, User.getDefaultInstance(), () -> {
        Account account = new Account(Ids.uuid7(), 1, club, club, person, Account.ACTIVE, Set.of(role),
            tx.now(), tx.now());
        accounts.add(tx, account, password.hash());
        if (password.invited()) {
          mailed.invite(tx, account.id(), person.email(), own.profile().name());
        }
        return AuthMapper.user(account);
      });
    });
  }

  private static Role grantable(Caller caller, String text) {
    Role role = Role.of(text).filter(each -> each != Role.KIOSK).orElseThrow(
        () -> Problem.validation("role", "A role is member, staff, manager, club_admin or auditor"));
    if (!role.permissions().stream().allMatch(caller::holds)) {
      throw Problem.unauthorized("Nobody grants a right that they do not hold");
    }
    return role;
  }

  private static void checkRoleOfClub(Tx tx, UUID club, Role role) {
    boolean operator = ClubTable.byId(tx, club).map(Club::isOperator).orElse(false);
    if (operator == role.isGivenByClubs()) {
      throw Problem.validation("role", "This club gives no such role");
    }
  }

  User confirm(ConfirmUserRequest request) {
    UUID id = Uuids.read("id", request.getId());
    UUID club = CallContext.current().caller().requireClub();
    return store.transact(Scope.club(club), tx -> {
      Account account = AccountTable.byId(tx, id).filter(each -> each.home().equals(club))
          .orElseThrow(() -> Problem.notFound("There is no such login"));
      if (account.isActive()) {
        return AuthMapper.user(account);
      }
      if (!account.isPending()) {
        throw Problem.conflict("USER_NOT_PENDING", "This login does not wait to be confirmed");
      }
      AccountTable.setStatus(tx, id, account.version() + 1, Account.ACTIVE, tx.now());
      Facts.append(tx, id, account.version(), club,
          UserConfirmed.newBuilder().setUserId(id.toString()).setClubId(club.toString()).build());
      return AuthMapper.user(AccountTable.byId(tx, id).orElse(account));
    });
  }

  ListUsersResponse list(ListUsersRequest request) {
    PageRequest wanted = request.getPagination();
    int size = wanted.getPageSize() == 0 ? PAGE_SIZE : wanted.getPageSize();
    int page = Math.max(1, wanted.getPage());
    if (size < 1 || size > PAGE_SIZE_MAX) {
      throw Problem.validation("pagination.pageSize", "It is from 1 to " + PAGE_SIZE_MAX);
    }
    if (wanted.getPage() < 0 || page > PAGES_MAX) {
      throw Problem.validation("pagination.page", "It is from 1 to " + PAGES_MAX);
    }
    Scope scope = Scope.club(CallContext.current().caller().requireClub());
    AccountTable.Page found = store.read(scope, tx -> wanted.hasCursor()
        ? AccountTable.pageAfter(tx, Uuids.read("pagination.cursor", wanted.getCursor()), size + 1)
        : AccountTable.page(tx, (page - 1) * size, size + 1));
    return answer(found, page, size);
  }

  /** One more was read than asked for: it tells whether there is a next page. */
  private static ListUsersResponse answer(AccountTable.Page found, int page, int size) {
    boolean more = found.accounts().size() > size;
    PageInfo.Builder info = PageInfo.newBuilder().setPage(page).setPageSize(size).setTotal(found.total())
        .setTotalPages((found.total() + size - 1) / size).setHasNextPage(more).setHasPrevPage(page > 1);
    ListUsersResponse.Builder answer = ListUsersResponse.newBuilder();
    found.accounts().stream().limit(size).map(AuthMapper::user).forEach(answer::addNodes);
    if (more) {
      info.setNextCursor(found.accounts().get(size - 1).id().toString());
    }
    return answer.setPageInfo(info).build();
  }
}
