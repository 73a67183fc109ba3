package org.reciprocalclubs.auth.outside;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.auth.Remembered;

/**
 * A relying party of OpenID Connect Core 1.0: authorization code flow with PKCE (RFC 7636), and ID tokens
 * checked against the provider's keys, issuer, audience, times and nonce. Metadata and keys are kept for
 * minutes. Waits, so for virtual threads; thread-safe.
 */
public final class OpenId {
  /** Asymmetric ones alone: neither "none" nor a secret that both sides have. */
  private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256,
      JWSAlgorithm.ES256, JWSAlgorithm.ES384);
  private static final Scope SCOPE = new Scope("openid", "email");
  private static final int SKEW_SECONDS = 60;
  /** What was asked for elsewhere is handed over at once, or not at all. */
  private static final Duration HANDED_OVER_WITHIN = Duration.ofMinutes(10);
  private static final int REMEMBERED = 200;
  private static final Duration METADATA_LIFE = Duration.ofMinutes(10);

  private final Outbound outbound;
  private final URI redirect;
  private final Remembered<String, JWKSource<SecurityContext>> keys = new Remembered<>(REMEMBERED);
  private final Remembered<String, OIDCProviderMetadata> known = new Remembered<>(REMEMBERED);

  /**
   * A provider as a club set it.
   *
   * @param audience whom its tokens are meant for
   * @param secret null for a public client
   */
  public record Provider(String issuer, String clientId, String audience, String jwksUri,
      @Nullable String secret) {
    @Override
    public String toString() {
      return "Provider[" + issuer + "]";
    }
  }

  /** What binds an answer to its question; kept until the browser is back. */
  public record Question(String nonce, String verifier) {
    public static Question random() {
      return new Question(new Nonce().getValue(), new CodeVerifier().getValue());
    }

    @Override
    public String toString() {
      return "Question";
    }
  }

  /**
   * What the browser brought back.
   *
   * @param issuer who says that they sent it (RFC 9207); empty where they say nothing
   */
  public record Back(String code, String issuer) {
    @Override
    public String toString() {
      return "Back[" + issuer + "]";
    }
  }

  /**
   * Whom the provider says it is.
   *
   * @param email null where it is not given, or not confirmed by the provider
   */
  public record Identity(String subject, @Nullable String email) {}

  /** The provider cannot be reached, or speaks something else; the message is for its club's office. */
  public static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    Unfit(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** What came back does not hold. */
  public static final class Invalid extends Exception {
    private static final long serialVersionUID = 1;

    Invalid(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** @param redirect where providers send browsers back to */
  public OpenId(Outbound outbound, URI redirect) {
    this.outbound = outbound;
    this.redirect = redirect;
  }

  /** Where the provider says that its keys are. */
  public String jwksUri(String issuer) throws Unfit {
    return String.valueOf(metadata(issuer).getJWKSetURI());
  }

  /** Where the browser has to go. */
  public URI authorization(Provider provider, String state, Question question) throws Unfit {
    return new AuthenticationRequest.Builder(new ResponseType(ResponseType.Value.CODE), SCOPE,
        new ClientID(provider.clientId()), redirect)
        .endpointURI(metadata(provider.issuer()).getAuthorizationEndpointURI()).state(new State(state))
        .nonce(new Nonce(question.nonce()))
        .codeChallenge(new CodeVerifier(question.verifier()), CodeChallengeMethod.S256).build().toURI();
  }

  /** The person whom the provider gave that code for. */
  public Identity exchange(Provider provider, Back back, Question question) throws Unfit, Invalid {
    OIDCProviderMetadata metadata = metadata(provider.issuer());
    checkSender(provider, back, metadata.supportsAuthorizationResponseIssuerParam());
    AuthorizationCodeGrant grant = new AuthorizationCodeGrant(new AuthorizationCode(back.code()), redirect,
        new CodeVerifier(question.verifier()));
    URI endpoint = metadata.getTokenEndpointURI();
    ClientID client = new ClientID(provider.clientId());
    String secret = provider.secret();
    HTTPRequest request = (secret == null
        ? new TokenRequest.Builder(endpoint, client, grant)
        : new TokenRequest.Builder(endpoint, new ClientSecretBasic(client, new Secret(secret)), grant))
        .build().toHTTPRequest();
    try {
      TokenResponse answer = OIDCTokenResponseParser.parse(request.send(outbound));
      if (!(answer instanceof OIDCTokenResponse tokens)) {
        throw new Invalid("The provider does not take the code: "
            + answer.toErrorResponse().getErrorObject().getCode(), null);
      }
      return identity(provider, tokens.getOIDCTokens().getIDToken(), new Nonce(question.nonce()));
    } catch (IOException away) {
      throw new Unfit("The provider cannot be reached", away);
    } catch (ParseException strange) {
      throw new Unfit("The provider's answer is not one of OpenID Connect", strange);
    }
  }

  /** Another club's provider must not get a code that was meant for this one (RFC 9207, mix-up). */
  private static void checkSender(Provider provider, Back back, boolean says) throws Invalid {
    boolean isOther = !back.issuer().isEmpty() && !back.issuer().equals(provider.issuer());
    if (isOther || says && back.issuer().isEmpty()) {
      throw new Invalid("The code is another provider's, or whose it is is not said", null);
    }
  }

  /** The person whom an ID token is about that was asked for elsewhere. */
  public Identity identity(Provider provider, String idToken) throws Unfit, Invalid {
    try {
      return identity(provider, JWTParser.parse(idToken), null);
    } catch (java.text.ParseException noToken) {
      throw new Invalid("This is no ID token", noToken);
    }
  }

  private Identity identity(Provider provider, JWT idToken, @Nullable Nonce nonce) throws Unfit, Invalid {
    IDTokenValidator validator = new IDTokenValidator(new Issuer(provider.issuer()),
        new ClientID(provider.audience()),
        new JWSVerificationKeySelector<>(ALGORITHMS, keys(provider.jwksUri())), null);
    validator.setMaxClockSkew(SKEW_SECONDS);
    try {
      IDTokenClaimsSet claims = validator.validate(idToken, nonce);
      if (claims.getAuthorizedParty() != null
          && !claims.getAuthorizedParty().getValue().equals(provider.clientId())) {
        throw new Invalid("The ID token was made for another client", null);
      }
      Instant oldest = Instant.now().minus(HANDED_OVER_WITHIN);
      if (nonce == null && claims.getIssueTime().toInstant().isBefore(oldest)) {
        throw new Invalid("The ID token was made long ago", null);
      }
      boolean confirmed = Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"));
      return new Identity(claims.getSubject().getValue(), confirmed ? claims.getStringClaim("email") : null);
    } catch (BadJOSEException doesNotHold) {
      throw new Invalid("The ID token does not hold", doesNotHold);
    } catch (JOSEException away) {
      throw new Unfit("The provider's keys cannot be read", away);
    }
  }

  private JWKSource<SecurityContext> keys(String uri) throws Unfit {
    Instant now = Instant.now();
    JWKSource<SecurityContext> source = keys.get(uri, now);
    if (source == null) {
      try {
        source = JWKSourceBuilder.create(new URI(uri).toURL(), outbound).refreshAheadCache(false)
            .rateLimited(true).build();
      } catch (URISyntaxException | MalformedURLException | IllegalArgumentException noUrl) {
        throw new Unfit("The address of the provider's keys is none", noUrl);
      }
      keys.put(uri, source, Instant.MAX, now);
    }
    return source;
  }

  private OIDCProviderMetadata metadata(String issuer) throws Unfit {
    Instant now = Instant.now();
    OIDCProviderMetadata found = known.get(issuer, now);
    if (found == null) {
      found = read(issuer);
      known.put(issuer, found, now.plus(METADATA_LIFE), now);
    }
    return found;
  }

  private boolean isComplete(OIDCProviderMetadata metadata) {
    URI page = metadata.getAuthorizationEndpointURI();
    return page != null && outbound.isPage(page) && metadata.getTokenEndpointURI() != null
        && metadata.getJWKSetURI() != null;
  }

  /** The issuer in the metadata must be the one asked for (OpenID Connect Discovery 1.0, section 4.3). */
  private OIDCProviderMetadata read(String issuer) throws Unfit {
    try {
      HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET,
          OIDCProviderMetadata.resolveURL(new Issuer(issuer)));
      var answer = request.send(outbound);
      answer.ensureStatusCode(HTTPResponse.SC_OK);
      OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(answer.getBodyAsJSONObject());
      if (!metadata.getIssuer().getValue().equals(issuer) || !isComplete(metadata)) {
        throw new Unfit("The provider's metadata is of another issuer, or not complete", null);
      }
      return metadata;
    } catch (IOException away) {
      throw new Unfit("The provider's metadata cannot be read", away);
    } catch (GeneralException | IllegalArgumentException strange) {
      throw new Unfit("The provider's metadata is not that of OpenID Connect", strange);
    }
  }
}
