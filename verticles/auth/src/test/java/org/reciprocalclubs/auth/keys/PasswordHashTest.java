package org.reciprocalclubs.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PasswordHashTest {
  private static final PasswordCost CHEAP = new PasswordCost(64, 1, 1);

  @Test
  void aHashNamesItsParametersAndVerifiesOnlyItsPassword() {
    String hash = PasswordHash.of("correct horse battery", CHEAP, new byte[16]);
    assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    assertThat(PasswordHash.verify(hash, "correct horse battery")).isTrue();
    assertThat(PasswordHash.verify(hash, "correct horse batterz")).isFalse();
  }

  @Test
  void aHashMadeByTheReferenceProgramVerifies() {
    // echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
    String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
        + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(PasswordHash.verify(reference, "password")).isTrue();
    assertThat(PasswordHash.verify(reference, "Password")).isFalse();
  }

  @Test
  void anAccentTypedInTwoWaysIsOnePassword() {
    String hash = PasswordHash.of("caf\u00e9 au lait noir", CHEAP, new byte[16]);
    assertThat(PasswordHash.verify(hash, "cafe\u0301 au lait noir")).isTrue();
  }

  @Test
  void whatIsNoArgon2idHashIsRefused() {
    assertThatThrownBy(() -> PasswordHash.verify("$2a$10$abc", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
