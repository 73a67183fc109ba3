package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.auth.keys.PasswordCost;
import org.reciprocalclubs.auth.keys.Passwords;
import org.reciprocalclubs.kit.boot.Secret;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.TestDatabase;

/** A federation that nobody runs yet gets the operator whom its settings name, once. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FirstOperatorTest {
  private static final String LOGINS = "select count(*) from auth.account"
      + " where email like '%@federation.example'";

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static final Vertx VERTX = Vertx.vertx();
  private static Passwords passwords;

  @BeforeAll
  static void open() {
    passwords = new Passwords(VERTX, new PasswordCost(64, 1, 1), 10);
  }

  @AfterAll
  static void close() {
    TestDatabase.await(VERTX.close());
  }

  private static OperatorSettings settings(String email, String password) {
    return new OperatorSettings(email, new Secret(password), "Federation", "Etc/UTC", "CH", "CHF");
  }

  private static void start(OperatorSettings settings) {
    start(settings.operator());
  }

  private static void start(Optional<Operator> named) {
    TestDatabase.await(VERTX.deployVerticle(new FirstOperator(DATABASE.store(), passwords, named, true),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  @Test
  @Order(1)
  void nobodyIsMadeWhereNobodyIsNamedOrThePasswordIsABadOne() {
    start(settings("", ""));
    assertThat(DATABASE.count(LOGINS)).isZero();
    assertThatThrownBy(() -> start(settings("first@federation.example", "short")))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() -> settings("first@federation.example", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(DATABASE.count(LOGINS)).isZero();
  }

  @Test
  @Order(2)
  void whoIsNamedIsMadeOnceAndStaysWhoTheyAre() {
    start(settings("first@federation.example", "seven green umbrellas"));
    start(settings("second@federation.example", "seven blue umbrellas"));
    assertThat(DATABASE.count(LOGINS)).isEqualTo(1);
    assertThat(DATABASE.count("select count(*) from auth.role_grant where role = 'operator'")).isEqualTo(1);
  }
}
