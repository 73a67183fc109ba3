package org.reciprocalclubs.auth.webauthn;

import com.webauthn4j.WebAuthnAuthenticationManager;
import com.webauthn4j.WebAuthnRegistrationManager;
import com.webauthn4j.converter.CollectedClientDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.attestation.statement.none.NoneAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.NullPackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.NullCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.NullSelfAttestationTrustworthinessVerifier;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import java.net.URI;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A relying party of Web Authentication Level 3 (7.1 and 7.2): answers are checked by webauthn4j against this
 * site's origin and name, the question, and the passkey's key and counter. The user must be verified. Who
 * made an authenticator is not asked, and no statement about it believed. Thread-safe.
 */
public final class RelyingParty {
  /** What passkeys may sign with, the best first: EdDSA, ES256, and RS256 for the sake of Windows. */
  public static final List<Integer> ALGORITHMS = Stream.of(COSEAlgorithmIdentifier.EdDSA,
      COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.RS256)
      .map(algorithm -> Math.toIntExact(algorithm.getValue())).toList();
  private static final List<PublicKeyCredentialParameters> PARAMETERS = ALGORITHMS.stream()
      .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY,
          COSEAlgorithmIdentifier.create(algorithm)))
      .toList();
  private static final int ID_BYTES_MIN = 16;
  private static final int RSA_BITS_MIN = 2_048;
  /** Longer ones cost whoever checks them, and so do long exponents. */
  private static final int RSA_BITS_MAX = 4_096;
  private static final int RSA_EXPONENT_BITS_MAX = 32;
  private static final int P256_BITS = 256;

  private final ObjectConverter converter = new ObjectConverter();
  private final WebAuthnRegistrationManager registrations = new WebAuthnRegistrationManager(
      List.of(new NoneAttestationStatementVerifier(), new NullPackedAttestationStatementVerifier()),
      new NullCertPathTrustworthinessVerifier(), new NullSelfAttestationTrustworthinessVerifier(), converter);
  private final WebAuthnAuthenticationManager authentications = new WebAuthnAuthenticationManager(List.of(),
      converter);
  private final String id;
  private final Origin origin;

  /** What was answered is not what this question, this site or this passkey asks for. */
  public static final class Invalid extends Exception {
    private static final long serialVersionUID = 1;

    Invalid(@Nullable Throwable cause) {
      super("The answer does not hold", cause);
    }
  }

  /** All holds, but the counter did not grow: there may be a copy. */
  public static final class Copied extends Exception {
    private static final long serialVersionUID = 1;

    Copied(Throwable cause) {
      super("The counter did not grow", cause);
    }
  }

  /** @param site where people's browsers reach the pages, without a path */
  public RelyingParty(URI site) {
    id = site.getHost();
    origin = new Origin(site.toString());
  }

  /** Of the relying party: the site's host. */
  public String id() {
    return id;
  }

  /** The question that was answered, as text; empty where it cannot be read. Nothing is checked yet. */
  public Optional<String> question(byte[] clientData) {
    try {
      return Optional.ofNullable(new CollectedClientDataConverter(converter).convert(clientData))
          .map(data -> Answers.text(data.getChallenge().getValue()));
    } catch (RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * The passkey that was made.
   *
   * @param question that was asked, as bytes
   */
  public Credential made(Answers.Made made, byte[] question, Set<String> transports) throws Invalid {
    try {
      var data = registrations.verify(new RegistrationRequest(made.attestation(), made.clientData()),
          new RegistrationParameters(server(question), PARAMETERS, true, true));
      AuthenticatorData<?> says = Objects.requireNonNull(data.getAttestationObject())
          .getAuthenticatorData();
      AttestedCredentialData attested = says.getAttestedCredentialData();
      if (attested == null || attested.getCredentialId().length < ID_BYTES_MIN
          || !isFit(attested.getCOSEKey().getPublicKey())) {
        throw new Invalid(null);
      }
      return new Credential(attested.getCredentialId(),
          converter.getCborConverter().writeValueAsBytes(attested.getCOSEKey()), says.getSignCount(),
          says.isFlagBE(), transports);
    } catch (RuntimeException doesNotHold) {
      // whatever the library stumbles over in bytes from outside
      throw new Invalid(doesNotHold);
    }
  }

  private static boolean isFit(@Nullable PublicKey key) {
    return switch (key) {
      case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() == P256_BITS;
      case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= RSA_BITS_MIN
          && rsa.getModulus().bitLength() <= RSA_BITS_MAX
          && rsa.getPublicExponent().bitLength() <= RSA_EXPONENT_BITS_MAX;
      case EdECPublicKey ed -> ed.getParams().getName().equals("Ed25519");
      case null, default -> false;
    };
  }

  /**
   * Checks that whoever has the passkey has used it.
   *
   * @return what its counter is now
   */
  public long used(Answers.Used used, byte[] question, Credential passkey) throws Invalid, Copied {
    try {
      COSEKey key = Objects
          .requireNonNull(converter.getCborConverter().readValue(passkey.publicKey(), COSEKey.class));
      var known = new CredentialRecordImpl(new NoneAttestationStatement(), true, passkey.backupEligible(),
          false, passkey.counter(), new AttestedCredentialData(AAGUID.ZERO, passkey.id(), key),
          new AuthenticationExtensionsAuthenticatorOutputs<>(), null, null, null);
      var request = new AuthenticationRequest(used.credentialId(), used.authenticatorData(),
          used.clientData(), used.signature());
      var data = authentications.verify(request,
          new AuthenticationParameters(server(question), known, List.of(passkey.id()), true, true));
      return Objects.requireNonNull(data.getAuthenticatorData()).getSignCount();
    } catch (MaliciousCounterValueException counter) {
      throw new Copied(counter);
    } catch (RuntimeException doesNotHold) {
      throw new Invalid(doesNotHold);
    }
  }

  private ServerProperty server(byte[] question) {
    return new ServerProperty(origin, id, new DefaultChallenge(question));
  }
}
