package org.reciprocalclubs.auth;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.PasskeyTable;
import org.reciprocalclubs.auth.webauthn.Answers;
import org.reciprocalclubs.auth.webauthn.Credential;
import org.reciprocalclubs.auth.webauthn.RelyingParty;
import org.reciprocalclubs.codecs.auth.v1.Passkey;
import org.reciprocalclubs.codecs.auth.v1.PasskeyCreation;
import org.reciprocalclubs.codecs.auth.v1.PasskeyDescriptor;
import org.reciprocalclubs.codecs.auth.v1.PasskeyQuestion;

/** Between passkeys and the contract's messages, which have the standard's own JSON form. */
final class PasskeyMapper {
  private static final String SITE_NAME = "Reciprocal Clubs";
  private static final String PUBLIC_KEY = "public-key";
  private static final String REQUIRED = "required";

  private PasskeyMapper() {}

  static Passkey passkey(PasskeyTable.Listed passkey) {
    Passkey.Builder message = Passkey.newBuilder().setId(passkey.id().toString()).setName(passkey.name())
        .setAddedAt(AuthMapper.timestamp(passkey.addedAt()));
    if (passkey.usedAt() != null) {
      message.setLastUsedAt(AuthMapper.timestamp(passkey.usedAt()));
    }
    if (passkey.suspectedAt() != null) {
      message.setSuspectedAt(AuthMapper.timestamp(passkey.suspectedAt()));
    }
    return message.build();
  }

  /** What to make a passkey with; without the question. */
  static PasskeyCreation.Builder creation(String site, Account.Person person, byte[] handle,
      List<PasskeyTable.Checked> known) {
    PasskeyCreation.Builder options = PasskeyCreation.newBuilder()
        .setRp(PasskeyCreation.RelyingParty.newBuilder().setId(site).setName(SITE_NAME))
        .setUser(PasskeyCreation.User.newBuilder().setId(Answers.text(handle)).setName(person.email())
            .setDisplayName(displayed(person)))
        .setAuthenticatorSelection(PasskeyCreation.Selection.newBuilder().setResidentKey(REQUIRED)
            .setRequireResidentKey(true).setUserVerification(REQUIRED))
        .setAttestation("none");
    RelyingParty.ALGORITHMS.forEach(algorithm -> options.addPubKeyCredParams(
        PasskeyCreation.Parameters.newBuilder().setType(PUBLIC_KEY).setAlg(algorithm)));
    known.forEach(each -> options.addExcludeCredentials(descriptor(each.credential())));
    return options;
  }

  private static String displayed(Account.Person person) {
    String name = Stream.of(person.firstName(), person.lastName()).filter(part -> part != null)
        .collect(Collectors.joining(" "));
    return name.isBlank() ? person.username() : name;
  }

  /** What to ask an authenticator with. */
  static PasskeyQuestion question(String site, String challenge, int timeoutMs, List<Credential> allowed) {
    PasskeyQuestion.Builder options = PasskeyQuestion.newBuilder().setRpId(site).setChallenge(challenge)
        .setTimeout(timeoutMs).setUserVerification(REQUIRED);
    allowed.forEach(each -> options.addAllowCredentials(descriptor(each)));
    return options.build();
  }

  private static PasskeyDescriptor descriptor(Credential credential) {
    return PasskeyDescriptor.newBuilder().setType(PUBLIC_KEY).setId(Answers.text(credential.id()))
        .addAllTransports(credential.transports().stream().sorted().toList()).build();
  }
}
