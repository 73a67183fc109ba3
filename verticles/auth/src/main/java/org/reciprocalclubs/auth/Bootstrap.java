package org.reciprocalclubs.auth;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.CommonPasswords;
import org.reciprocalclubs.auth.keys.Passwords;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.auth.rules.PasswordRule;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.codecs.auth.v1.ClubAdmitted;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** Makes, on the first start, what nobody could make afterwards: the operator's club and its first login. */
public final class Bootstrap {
  private static final String CODE = "FED";

  private Bootstrap() {}

  /**
   * What was found or made.
   *
   * @param club of kind FEDERATION
   * @param created true on the first start
   */
  public record Ensured(UUID club, boolean created) {}

  /**
   * Makes the operator's club and login unless there is one; what is there stays as it is. For virtual
   * threads. Several nodes may start at once.
   *
   * @throws org.reciprocalclubs.kit.bus.Problem if the e-mail address or the password is not acceptable
   */
  public static Ensured ensureOperator(Store store, Passwords passwords, Operator operator) {
    Optional<Club> found = store.read(Scope.nobody(), ClubTable::operator);
    if (found.isPresent()) {
      return new Ensured(found.get().id(), false);
    }
    String email = RequestFields.email(operator.email());
    Credentials.accept(new PasswordRule(CommonPasswords.read("")), "password", operator.password(),
        List.of(email, operator.clubName()));
    String hash = passwords.hash(operator.password()).await();
    UUID id = Ids.uuid7();
    return store.transact(Scope.federation(id), tx -> {
      ClubTable.lock(tx);
      Optional<Club> other = ClubTable.operator(tx);
      if (other.isPresent()) {
        return new Ensured(other.get().id(), false);
      }
      create(tx, id, operator, email, hash);
      return new Ensured(id, true);
    });
  }

  private static void create(Tx tx, UUID id, Operator operator, String email, String hash) {
    ClubProfile profile = new ClubProfile(CODE, operator.clubName(), ClubProfile.FEDERATION, null, "", null,
        null, null,
        operator.timeZone(), operator.country(), operator.currency(), null);
    Club.Settings settings = new Club.Settings(false, true, 0, null);
    ClubTable.insert(tx, new Club(id, 1, profile, "ACTIVE", null, settings, tx.now(), tx.now()));
    Facts.appendForAll(tx, id, 0, id, ClubAdmitted.newBuilder().setClubId(id.toString()).build());
    Account.Person person = new Account.Person(email, email, null, null);
    new NewAccounts().add(tx,
        new Account(Ids.uuid7(), 1, id, id, person, Account.ACTIVE, Set.of(Role.OPERATOR),
            tx.now(), tx.now()),
        hash);
  }
}
