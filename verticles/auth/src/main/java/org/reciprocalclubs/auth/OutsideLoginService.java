package org.reciprocalclubs.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.OneTimeToken;
import org.reciprocalclubs.auth.outside.OpenId;
import org.reciprocalclubs.auth.store.OutsideLoginTable;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.BeginOutsideLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.BeginOutsideLoginResponse;
import org.reciprocalclubs.codecs.auth.v1.FinishOutsideLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.LoginWithIdTokenRequest;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.hash.Sha256;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The third door through which somebody unknown becomes known: their club's provider says who it is. What
 * goes out is bound to what comes back by a state that the browser keeps, a nonce and a PKCE verifier, each
 * good once. For virtual threads; thread-safe.
 */
final class OutsideLoginService {
  private static final Logger LOG = LoggerFactory.getLogger(OutsideLoginService.class);
  private static final int TEXT_CHARS_MAX = 8_192;
  /** An ID token that lasts longer than that is taken again afterwards. */
  private static final Duration ID_TOKEN_KEPT = Duration.ofDays(7);

  private final Store store;
  private final Providers providers;
  private final OpenId openId;
  private final OutsideIdentities identities;
  private final OutsideStates states;

  OutsideLoginService(Store store, Providers providers, OpenId openId, OutsideIdentities identities,
      OutsideStates states) {
    this.store = store;
    this.providers = providers;
    this.openId = openId;
    this.identities = identities;
    this.states = states;
  }

  BeginOutsideLoginResponse begin(BeginOutsideLoginRequest request) {
    UUID club = Uuids.read("clubId", request.getClubId());
    OpenId.Provider provider = providers.of(club);
    OpenId.Question question = OpenId.Question.random();
    OneTimeToken state = OneTimeToken.random(club);
    String url;
    try {
      url = openId.authorization(provider, state.text(), question).toString();
    } catch (OpenId.Unfit unfit) {
      throw Providers.unreachable(unfit);
    }
    states.keep(club, state, question);
    return BeginOutsideLoginResponse.newBuilder().setUrl(url).setState(state.text()).build();
  }

  AuthPayload finish(FinishOutsideLoginRequest request) {
    OneTimeToken state = OneTimeToken.parse(request.getState()).orElseThrow(OutsideLoginService::invalid);
    String code = text(request.getCode());
    OpenId.Question question = states.take(state).orElseThrow(OutsideLoginService::invalid);
    OpenId.Provider provider = providers.of(state.club());
    return signIn(state.club(), provider,
        () -> openId.exchange(provider, new OpenId.Back(code, request.getIssuer()), question));
  }

  /** What an app of the club's got from the provider is taken once, so that nobody who finds it gets in. */
  AuthPayload token(LoginWithIdTokenRequest request) {
    UUID club = Uuids.read("clubId", request.getClubId());
    String idToken = text(request.getIdToken());
    OpenId.Provider provider = providers.of(club);
    return signIn(club, provider, () -> {
      OpenId.Identity identity = openId.identity(provider, idToken);
      boolean fresh = store.transact(Scope.club(club),
          tx -> OutsideLoginTable.spend(tx, Sha256.of(idToken.getBytes(StandardCharsets.UTF_8)),
              tx.now().plus(ID_TOKEN_KEPT)));
      if (!fresh) {
        throw invalid();
      }
      return identity;
    });
  }

  /** What tells who somebody is. */
  @FunctionalInterface
  private interface Proof {
    OpenId.Identity identity() throws OpenId.Unfit, OpenId.Invalid;
  }

  private AuthPayload signIn(UUID club, OpenId.Provider provider, Proof proof) {
    OpenId.Identity identity;
    try {
      identity = proof.identity();
    } catch (OpenId.Unfit unfit) {
      LOG.atWarn().setCause(unfit).addKeyValue("club", club).log("a club's provider cannot be asked");
      throw Providers.unreachable(unfit);
    } catch (OpenId.Invalid doesNotHold) {
      throw invalid();
    }
    return identities.signIn(club, provider.issuer(), identity);
  }

  private static String text(String sent) {
    if (sent.isBlank() || sent.length() > TEXT_CHARS_MAX) {
      throw invalid();
    }
    return sent;
  }

  private static Problem invalid() {
    return Problem.of(ErrorCode.UNAUTHENTICATED, "OUTSIDE_LOGIN_INVALID",
        "This sign-in was used, is too old, or was not begun here: begin again");
  }
}
