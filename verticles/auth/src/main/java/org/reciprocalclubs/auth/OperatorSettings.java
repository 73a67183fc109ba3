package org.reciprocalclubs.auth;

import java.util.Optional;
import org.reciprocalclubs.kit.boot.Secret;

/**
 * The section {@code operator}: who runs the federation, as the first start makes them. Immutable.
 *
 * @param email of the first login; empty: none is made
 * @param password of that login, until its owner changes it
 * @param name of the federation
 * @param timeZone IANA
 * @param country ISO 3166-1 alpha-2
 * @param currency ISO 4217
 */
public record OperatorSettings(String email, Secret password, String name, String timeZone, String country,
    String currency) {

  public OperatorSettings {
    if (!email.isEmpty() && password.isEmpty()) {
      throw new IllegalArgumentException("password must be given with email, by password_file");
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must be given");
    }
  }

  /** Whom to make where there is nobody; empty where nobody is named. */
  public Optional<Operator> operator() {
    return email.isEmpty()
        ? Optional.empty()
        : Optional.of(new Operator(email, password.value(), name, timeZone, country, currency));
  }
}
