package org.reciprocalclubs.auth;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.grpc.common.ServiceMethod;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.reciprocalclubs.auth.clubs.PlacesFile;
import org.reciprocalclubs.auth.keys.AccessTokens;
import org.reciprocalclubs.auth.keys.CommonPasswords;
import org.reciprocalclubs.auth.keys.HashKeys;
import org.reciprocalclubs.auth.keys.Passwords;
import org.reciprocalclubs.auth.keys.SigningKeys;
import org.reciprocalclubs.auth.outside.OpenId;
import org.reciprocalclubs.auth.outside.Outbound;
import org.reciprocalclubs.auth.rules.PasswordRule;
import org.reciprocalclubs.auth.rules.Places;
import org.reciprocalclubs.auth.webauthn.RelyingParty;
import org.reciprocalclubs.codecs.auth.v1.ApiKeysGrpcService;
import org.reciprocalclubs.codecs.auth.v1.AuditEntriesGrpcService;
import org.reciprocalclubs.codecs.auth.v1.ClocksGrpcService;
import org.reciprocalclubs.codecs.auth.v1.ClubsGrpcService;
import org.reciprocalclubs.codecs.auth.v1.CredentialsGrpcService;
import org.reciprocalclubs.codecs.auth.v1.DevicesGrpcService;
import org.reciprocalclubs.codecs.auth.v1.FactorsGrpcService;
import org.reciprocalclubs.codecs.auth.v1.PasskeysGrpcService;
import org.reciprocalclubs.codecs.auth.v1.ProvidersGrpcService;
import org.reciprocalclubs.codecs.auth.v1.RolesGrpcService;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcService;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcService;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.RpcHandler;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Outbox;
import org.reciprocalclubs.kit.store.Store;

/**
 * Serves every rpc of {@code reciprocalclubs.auth.v1} on the bus. Deploy it on virtual threads, after the
 * migrations of kit and auth; its first start makes the platform's keys.
 *
 * <pre>{@code
 * var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
 * vertx.deployVerticle(new AuthVerticle(needs), options).await();
 * }</pre>
 */
public final class AuthVerticle extends VerticleBase {
  private final Needs needs;
  private final List<Future<?>> serving = new ArrayList<>();
  private Runnable upkeep = () -> {};

  /**
   * What the room works with.
   *
   * @param passwords whose worker outlives this verticle
   * @param issuer the iss of its tokens
   * @param audience the aud of its tokens
   * @param production whether setting the clock is refused
   * @param site where people's browsers reach the pages
   * @param clock by which tokens and assertions expire: the same as that of whoever reads them
   */
  public record Needs(Bus bus, Store store, Sealer sealer, Passwords passwords, AuthSettings settings,
      String issuer,
      String audience, boolean production, String site, Clock clock) {
    /** The site as passkeys know it. */
    RelyingParty relyingParty() {
      return new RelyingParty(URI.create(site));
    }

    /** Where providers send browsers back to. */
    URI outsideReturn() {
      return URI.create(site + "/outside/");
    }
  }

  public AuthVerticle(Needs needs) {
    this.needs = needs;
  }

  @Override
  public Future<?> start() {
    Store store = needs.store();
    SigningKeys signingKeys = SigningKeys.load(store, needs.sealer(), needs.settings().signingKeyLife(),
        needs.clock());
    HashKeys hashKeys = HashKeys.load(store, needs.sealer());
    AccessTokens tokens = new AccessTokens(signingKeys, needs.issuer(), needs.audience());
    tokens.prepare();
    AuthSettings settings = needs.settings();
    SessionPairs pairs = new SessionPairs(tokens, settings, settings.factorsRequired(needs.production()),
        needs.clock());
    KeptAnswers kept = new KeptAnswers(hashKeys, needs.sealer());
    Guesses guesses = new Guesses(store, hashKeys, settings, needs.clock());
    Credentials credentials = credentials(guesses);
    MailedTokens mailed = new MailedTokens(new Outbox(needs.sealer()), needs.settings().mails());
    EmailService emails = new EmailService(store, mailed);
    serveCredentials(new PasswordService(store, credentials, mailed), emails);
    SecondFactors factors = new SecondFactors(needs.sealer(), hashKeys, guesses, needs.clock());
    ChallengeService challenges = new ChallengeService(store, factors, pairs, settings.challengeLife());
    serveLogins(new LoginService(store, credentials, pairs, emails, challenges), challenges);
    serveProviders(credentials, pairs, challenges);
    serveSessions(new SessionService(store, hashKeys, pairs, settings));
    Enrolments enrolments = new Enrolments(factors, pairs);
    serveFactors(new FactorService(store, factors, enrolments, needs.clock()),
        new StepUpService(store, credentials, factors,
            servePasskeys(enrolments, factors, pairs, mailed), pairs, needs.clock()));
    serveOpenSessions(new OwnSessions(store, settings.sessionIdle()),
        new OfficeSessions(store, settings.sessionIdle()));
    serveLoginsOfOffice(new OfficeLogins(store), new OfficeFactors(store, mailed));
    serveKeys(new KeyService(signingKeys));
    serveUsers(new UserService(store, credentials, kept, mailed));
    serveRoles(new RoleService(store, kept), new AssignmentService(store));
    serveClubs(credentials, kept, mailed);
    serveDevices(new DeviceService(store, hashKeys, kept, settings, guesses),
        new DeviceTokenService(store, tokens, needs.clock()));
    serveApiKeys(new ApiKeyService(store, hashKeys, kept, tokens, needs.clock()));
    serveAudit(new AuditService(store, needs.bus().codecs()));
    serveClocks(new ClockService(store, needs.production()));
    upkeep = new Upkeep(vertx, store, signingKeys, guesses, settings.sessionKept()).start();
    return Future.all(serving);
  }

  @Override
  public Future<?> stop() {
    upkeep.run();
    return Future.succeededFuture();
  }

  private Credentials credentials(Guesses guesses) {
    AuthSettings settings = needs.settings();
    PasswordRule rule = new PasswordRule(CommonPasswords.read(settings.commonPasswordsFile()));
    return new Credentials(needs.passwords(), rule, guesses, needs.production());
  }

  private void serveCredentials(PasswordService passwords, EmailService emails) {
    serve(CredentialsGrpcService.RequestPasswordReset, passwords::requestReset);
    serve(CredentialsGrpcService.ResetPassword, passwords::reset);
    serve(CredentialsGrpcService.ChangePassword, passwords::change);
    serve(CredentialsGrpcService.RequestEmailVerification, emails::request);
    serve(CredentialsGrpcService.VerifyEmail, emails::verify);
  }

  private void serveLogins(LoginService logins, ChallengeService challenges) {
    serve(SessionsGrpcService.Login, logins::login);
    serve(SessionsGrpcService.CompleteLogin, challenges::complete);
    serve(SessionsGrpcService.Register, logins::register);
  }

  private void serveProviders(Credentials credentials, SessionPairs pairs, ChallengeService challenges) {
    Store store = needs.store();
    AuthSettings.Outside outside = needs.settings().outside();
    Providers known = new Providers(store, needs.sealer());
    OpenId openId = new OpenId(new Outbound(outside.timeout(), outside.allowPrivate()),
        needs.outsideReturn());
    ProviderService providers = new ProviderService(store, known, openId);
    serve(ProvidersGrpcService.ListSignInClubs, providers::clubs);
    serve(ProvidersGrpcService.GetProvider, providers::get);
    serve(ProvidersGrpcService.SetProvider, providers::set);
    serve(ProvidersGrpcService.RemoveProvider, providers::remove);
    OutsideLoginService logins = new OutsideLoginService(store, known, openId,
        new OutsideIdentities(store, credentials, pairs, challenges),
        new OutsideStates(store, needs.sealer(), outside.life()));
    serve(ProvidersGrpcService.BeginOutsideLogin, logins::begin);
    serve(ProvidersGrpcService.FinishOutsideLogin, logins::finish);
    serve(ProvidersGrpcService.LoginWithIdToken, logins::token);
  }

  private PasskeyLoginService servePasskeys(Enrolments enrolments, SecondFactors factors,
      SessionPairs pairs, MailedTokens mailed) {
    Store store = needs.store();
    RelyingParty site = needs.relyingParty();
    PasskeyChallenges challenges = new PasskeyChallenges(store, site, needs.settings().challengeLife());
    PasskeyService passkeys = new PasskeyService(store, site, challenges, enrolments, mailed, needs.clock());
    serve(PasskeysGrpcService.ListPasskeys, passkeys::list);
    serve(PasskeysGrpcService.BeginPasskey, passkeys::begin);
    serve(PasskeysGrpcService.ConfirmPasskey, passkeys::confirm);
    serve(PasskeysGrpcService.RenamePasskey, passkeys::rename);
    serve(PasskeysGrpcService.RemovePasskey, passkeys::remove);
    PasskeyLoginService logins = new PasskeyLoginService(store, site, challenges,
        new PasskeyProofs(store, site, factors, mailed), pairs);
    serve(PasskeysGrpcService.BeginPasskeyLogin, logins::begin);
    serve(PasskeysGrpcService.FinishPasskeyLogin, logins::finish);
    serve(PasskeysGrpcService.BeginPasskeyStepUp, logins::beginStepUp);
    return logins;
  }

  private void serveFactors(FactorService factors, StepUpService stepUps) {
    serve(FactorsGrpcService.ListFactors, factors::list);
    serve(FactorsGrpcService.BeginTotp, factors::begin);
    serve(FactorsGrpcService.ConfirmTotp, factors::confirm);
    serve(FactorsGrpcService.RemoveFactor, factors::remove);
    serve(FactorsGrpcService.RenewRecoveryCodes, factors::renew);
    serve(FactorsGrpcService.StepUp, stepUps::stepUp);
  }

  private void serveSessions(SessionService sessions) {
    serve(SessionsGrpcService.RefreshToken, sessions::refresh);
    serve(SessionsGrpcService.Logout, sessions::logout);
    serve(SessionsGrpcService.SwitchClub, sessions::switchClub);
    serve(SessionsGrpcService.GetMe, sessions::me);
  }

  private void serveOpenSessions(OwnSessions own, OfficeSessions office) {
    serve(SessionsGrpcService.ListMySessions, own::list);
    serve(SessionsGrpcService.EndMySession, own::end);
    serve(SessionsGrpcService.EndMyOtherSessions, own::endOthers);
    serve(SessionsGrpcService.ListUserSessions, office::list);
    serve(SessionsGrpcService.EndUserSessions, office::end);
  }

  private void serveKeys(KeyService keys) {
    serve(SessionsGrpcService.GetKeys, keys::published);
    serve(SessionsGrpcService.RotateSigningKey, keys::rotate);
  }

  private void serveUsers(UserService users) {
    serve(UsersGrpcService.CreateUser, users::create);
    serve(UsersGrpcService.ConfirmUser, users::confirm);
    serve(UsersGrpcService.ListUsers, users::list);
  }

  private void serveLoginsOfOffice(OfficeLogins logins, OfficeFactors factors) {
    serve(UsersGrpcService.RemoveUserFactors, factors::remove);
    serve(UsersGrpcService.SuspendUser, logins::suspend);
    serve(UsersGrpcService.ReinstateUser, logins::reinstate);
  }

  private void serveRoles(RoleService roles, AssignmentService assignments) {
    serve(RolesGrpcService.ListPermissions, roles::permissions);
    serve(RolesGrpcService.ListRoles, roles::list);
    serve(RolesGrpcService.CreateRole, roles::create);
    serve(RolesGrpcService.UpdateRole, roles::update);
    serve(RolesGrpcService.DeleteRole, roles::delete);
    serve(RolesGrpcService.ListRoleAssignments, assignments::list);
    serve(RolesGrpcService.AssignRole, assignments::assign);
    serve(RolesGrpcService.WithdrawRole, assignments::withdraw);
  }

  private void serveClubs(Credentials credentials, KeptAnswers kept, MailedTokens mailed) {
    Store store = needs.store();
    Places places = PlacesFile.read();
    ClubService clubs = new ClubService(store, kept);
    serve(ClubsGrpcService.ListClubs, clubs::list);
    serve(ClubsGrpcService.GetClub, clubs::get);
    serve(ClubsGrpcService.GetMyClub, clubs::mine);
    serve(ClubsGrpcService.UpdateClub, clubs::update);
    FederationService federation = new FederationService(store, kept, places);
    serve(ClubsGrpcService.ImportClubs, federation::importClubs);
    serve(ClubsGrpcService.SetClubTier, federation::setTier);
    OnboardingService onboarding = new OnboardingService(store, credentials, kept, mailed, places);
    serve(ClubsGrpcService.OnboardClub, onboarding::onboard);
    serve(ClubsGrpcService.AppointAdmin, onboarding::appointAdmin);
    SuspensionService suspensions = new SuspensionService(store);
    serve(ClubsGrpcService.SuspendClub, suspensions::suspend);
    serve(ClubsGrpcService.ReinstateClub, suspensions::reinstate);
  }

  private void serveDevices(DeviceService devices, DeviceTokenService deviceTokens) {
    serve(DevicesGrpcService.CreateEnrolmentCode, devices::createCode);
    serve(DevicesGrpcService.EnrolDevice, devices::enrol);
    serve(DevicesGrpcService.IssueDeviceToken, deviceTokens::issue);
    serve(DevicesGrpcService.ListDevices, devices::list);
    serve(DevicesGrpcService.RevokeDevice, devices::revoke);
  }

  private void serveApiKeys(ApiKeyService keys) {
    serve(ApiKeysGrpcService.CreateApiKey, keys::create);
    serve(ApiKeysGrpcService.ListApiKeys, keys::list);
    serve(ApiKeysGrpcService.RevokeApiKey, keys::revoke);
    serve(ApiKeysGrpcService.ExchangeApiKey, keys::exchange);
  }

  private void serveAudit(AuditService audit) {
    serve(AuditEntriesGrpcService.ListAuditEntries, audit::list);
    serve(AuditEntriesGrpcService.ExportAuditEntries, audit::csv);
    serve(AuditEntriesGrpcService.ExportAuditLines, audit::lines);
  }

  private void serveClocks(ClockService clocks) {
    serve(ClocksGrpcService.GetClock, clocks::get);
    serve(ClocksGrpcService.SetClock, clocks::set);
  }

  private <Q extends com.google.protobuf.Message, A extends com.google.protobuf.Message> void serve(
      ServiceMethod<Q, A> method, RpcHandler<Q, A> handler) {
    serving.add(needs.bus().serve(method, handler));
  }
}
