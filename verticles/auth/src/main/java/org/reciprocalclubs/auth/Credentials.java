package org.reciprocalclubs.auth;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.Guesses.Secret;
import org.reciprocalclubs.auth.keys.Passwords;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.Emails;
import org.reciprocalclubs.auth.rules.PasswordRule;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/** Everything about passwords that the services share. For virtual threads; thread-safe. */
final class Credentials {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final int PASSWORD_CHARS_MAX = 1_024;

  private final Passwords worker;
  private final PasswordRule rule;
  private final Guesses guesses;
  private final boolean ownersChoose;

  /** @param ownersChoose whether nobody may choose a password for somebody else */
  Credentials(Passwords worker, PasswordRule rule, Guesses guesses, boolean ownersChoose) {
    this.worker = worker;
    this.rule = rule;
    this.guesses = guesses;
    this.ownersChoose = ownersChoose;
  }

  /**
   * The password of a login that somebody makes for somebody else.
   *
   * @param hash of one that nobody knows where its owner is to choose it
   * @param invited whether they are, by a mailed link
   */
  record First(String hash, boolean invited) {}

  /**
   * What a login begins with that is made for that person.
   *
   * @param field of the request that holds the password
   * @param password empty where its owner chooses
   * @throws Problem VALIDATION_ERROR with the code of the objection, or PASSWORD_IS_THE_OWNERS
   */
  First first(String field, String password, Account.Person person, @Nullable Club club) {
    if (password.isEmpty()) {
      return new First(unknown(), true);
    }
    if (ownersChoose) {
      throw Problem.of(ErrorCode.VALIDATION_ERROR, "PASSWORD_IS_THE_OWNERS",
          "Leave it out: whoever the login is for is mailed a link to choose it").field(field);
    }
    accept(field, password, person, club);
    return new First(hash(password), false);
  }

  /** What is stored of a password that nobody knows. */
  String unknown() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return hash(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Tries a password as whoever would sign in; whether it is right. An unknown login's never is. */
  boolean trySigningIn(Guesses.Tried tried, Supplier<Optional<String>> hash, String password) {
    return guesses.signingIn(Secret.PASSWORD, tried, () -> right(hash, password)).isPresent();
  }

  /** Tries the password of a login that the caller is signed in to; whether it is right. */
  boolean trySignedIn(UUID account, Supplier<Optional<String>> hash, String password) {
    return guesses.signedIn(Secret.PASSWORD, account, () -> right(hash, password)).isPresent();
  }

  private Optional<Boolean> right(Supplier<Optional<String>> hash, String password) {
    return verify(hash.get().orElse(null), password) ? Optional.of(true) : Optional.empty();
  }

  /** Ends every wait for that login: its owner was shown to be there. */
  void forgetGuesses(Account account) {
    String email = account.person().email();
    guesses.forget(account.id(), Emails.normal(email).orElse(email));
  }

  /** The hash of a new password that is {@link #accept acceptable}. */
  String hash(String password) {
    return worker.hash(password).await();
  }

  /** Whether it is the password; takes as long without a hash, and is then false. */
  private boolean verify(@Nullable String hash, String password) {
    boolean fits = password.length() <= PASSWORD_CHARS_MAX;
    return worker.verify(fits ? hash : null, fits ? password : "").await();
  }

  /**
   * Takes a new password of that person.
   *
   * @param field of the request that holds it
   * @throws Problem VALIDATION_ERROR with the code of the objection
   */
  void accept(String field, String password, Account.Person person, @Nullable Club club) {
    accept(rule, field, password, names(person, club));
  }

  /** The same where nothing else of the room has started yet. */
  static void accept(PasswordRule rule, String field, String password, List<String> names) {
    rule.objection(password, names).ifPresent(objection -> {
      throw Problem.of(ErrorCode.VALIDATION_ERROR, objection.name(), objection.sentence()).field(field);
    });
  }

  private static List<String> names(Account.Person person, @Nullable Club club) {
    List<String> names = new ArrayList<>(List.of(person.email(), person.username()));
    if (person.firstName() != null) {
      names.add(person.firstName());
    }
    if (person.lastName() != null) {
      names.add(person.lastName());
    }
    if (club != null) {
      names.add(club.profile().name());
      names.add(club.profile().code());
    }
    return names;
  }
}
