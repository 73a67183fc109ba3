package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.ConfirmUserRequest;
import org.reciprocalclubs.codecs.auth.v1.CreateUserRequest;
import org.reciprocalclubs.codecs.auth.v1.ListUsersRequest;
import org.reciprocalclubs.codecs.auth.v1.ListUsersResponse;
import org.reciprocalclubs.codecs.auth.v1.User;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.codecs.kit.v1.PageRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.TestDatabase;

final class UsersTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode node;

  @BeforeAll
  static void start() {
    node = AuthNode.start(DATABASE);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static ListUsersResponse list(Caller caller, PageRequest.Builder page) {
    return node.ask(caller, UsersGrpcClient.ListUsers,
        ListUsersRequest.newBuilder().setPagination(page).build());
  }

  @Test
  void nobodyGrantsWhatTheyDoNotHold() {
    Caller admin = node.newClub();
    assertRefused(() -> node.newUser(admin, "operator"), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    assertInvalid(() -> node.newUser(admin, "kiosk"), "role");
    assertInvalid(() -> node.newUser(admin, "king"), "role");
    Caller manager = node.login(node.newUser(admin, "manager"));
    assertRefused(() -> node.newUser(manager, "staff"), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    assertRefused(() -> node.newUser(node.operator(), "staff"), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    node.newUser(node.operator(), "operator");
  }

  @Test
  void anAddressIsTakenOnceInTheWholeFederation() {
    String email = node.newUser(node.newClub(), "staff");
    Caller other = node.newClub();
    assertRefused(
        () -> node.ask(other, UsersGrpcClient.CreateUser,
            AuthNode.user(email.toUpperCase(java.util.Locale.ROOT), "staff")),
        ErrorCode.CONFLICT, "EMAIL_TAKEN");
  }

  @Test
  void aLoginCreatedUnderAKeyIsCreatedOnceAndTheKeyFitsNothingElse() {
    Caller admin = node.newClub();
    CallContext call = CallContext.of(admin).withIdempotencyKey("create-1");
    User first = node.ask(call, UsersGrpcClient.CreateUser, AuthNode.user("keyed@people.example", "staff"));
    assertThat(node.ask(call, UsersGrpcClient.CreateUser, AuthNode.user("keyed@people.example", "staff")))
        .isEqualTo(first);
    assertThat(DATABASE.count("select count(*) from auth.account where email = 'keyed@people.example'"))
        .isEqualTo(1);
    assertThat(
        DATABASE.count("select count(*) from kit.request where position('keyed@'::bytea in answer) > 0"))
        .isZero();
  }

  @Test
  void whoeverALoginIsMadeForChoosesItsPasswordByAMailedLink() {
    Caller admin = node.newClub();
    String email = "invited@people.example";
    CreateUserRequest request = AuthNode.user(email, "staff").toBuilder().clearPassword().build();
    User user = node.ask(admin, UsersGrpcClient.CreateUser, request);
    assertThat(DATABASE.count("""
        select count(*) from auth.mailed_token where account = $1 and purpose = 'INVITATION'""",
        UUID.fromString(user.getId()))).isOne();
    assertRefused(() -> node.pair(email), ErrorCode.UNAUTHENTICATED, "INVALID_CREDENTIALS");
  }

  @Test
  void inProductionNobodyChoosesAPasswordForSomebodyElse() {
    try (AuthNode strict = new AuthNode(DATABASE, AuthNode.asking(AuthSettings.Who.NOBODY), true)) {
      Caller operator = strict.operator();
      CreateUserRequest chosen = AuthNode.user("chosen@people.example", "operator");
      assertThat(assertRefused(() -> strict.ask(operator, UsersGrpcClient.CreateUser, chosen),
          ErrorCode.VALIDATION_ERROR, "PASSWORD_IS_THE_OWNERS").field()).isEqualTo("password");
      strict.ask(operator, UsersGrpcClient.CreateUser, chosen.toBuilder().clearPassword().build());
      assertRefused(strict::newClub, ErrorCode.VALIDATION_ERROR, "PASSWORD_IS_THE_OWNERS");
    }
  }

  @Test
  void anOfficeSeesItsOwnLoginsPageByPage() {
    Caller admin = node.newClub();
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(node.newUser(admin, "staff"));
    }
    node.newUser(node.newClub(), "staff");
    ListUsersResponse first = list(admin, PageRequest.newBuilder().setPageSize(4));
    assertThat(first.getPageInfo().getTotal()).isEqualTo(6);
    assertThat(first.getPageInfo().getTotalPages()).isEqualTo(2);
    assertThat(first.getPageInfo().getHasNextPage()).isTrue();
    ListUsersResponse byCursor = list(admin,
        PageRequest.newBuilder().setPageSize(4).setCursor(first.getPageInfo().getNextCursor()));
    assertThat(byCursor.getNodesList())
        .isEqualTo(list(admin, PageRequest.newBuilder().setPageSize(4).setPage(2)).getNodesList());
    assertThat(byCursor.getPageInfo().getHasNextPage()).isFalse();
    List<String> seen = new ArrayList<>();
    first.getNodesList().forEach(user -> seen.add(user.getEmail()));
    byCursor.getNodesList().forEach(user -> seen.add(user.getEmail()));
    assertThat(seen).containsAll(made).hasSize(6);
    assertInvalid(() -> list(admin, PageRequest.newBuilder().setPageSize(101)), "pagination.pageSize");
  }

  @Test
  void anotherClubsLoginIsNotThereToConfirm() {
    Caller admin = node.newClub();
    Caller stranger = node.newClub();
    String id = list(admin, PageRequest.newBuilder()).getNodes(0).getId();
    assertRefused(
        () -> node.ask(stranger, UsersGrpcClient.ConfirmUser,
            ConfirmUserRequest.newBuilder().setId(id).build()),
        ErrorCode.NOT_FOUND, "NOT_FOUND");
  }
}
