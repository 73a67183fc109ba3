package org.reciprocalclubs.auth;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.AccessTokens;
import org.reciprocalclubs.auth.keys.Assertion;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.auth.store.DeviceTable;
import org.reciprocalclubs.codecs.auth.v1.DeviceToken;
import org.reciprocalclubs.codecs.auth.v1.IssueDeviceTokenRequest;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Proof;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** Exchanges a device's assertion (RFC 7523) for a token with a kiosk's narrow rights. Thread-safe. */
final class DeviceTokenService {
  private final Store store;
  private final AccessTokens tokens;
  private final Clock clock;

  DeviceTokenService(Store store, AccessTokens tokens, Clock clock) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
  }

  DeviceToken issue(IssueDeviceTokenRequest request) {
    Assertion assertion = Assertion.parse(request.getAssertion()).orElseThrow(DeviceTokenService::invalid);
    UUID club = store.read(Scope.nobody(), tx -> DeviceTable.clubOfDevice(tx, assertion.device()))
        .orElseThrow(DeviceTokenService::invalid);
    return store.transact(Scope.club(club), tx -> issue(tx, assertion));
  }

  private DeviceToken issue(Tx tx, Assertion assertion) {
    DeviceTable.Device device = DeviceTable.byId(tx, assertion.device())
        .orElseThrow(DeviceTokenService::invalid);
    if (!assertion.isGood(device.key(), clock.instant())) {
      throw invalid();
    }
    if (!device.isActive()) {
      throw Problem.of(ErrorCode.UNAUTHENTICATED, "DEVICE_REVOKED", "This device may no longer be used");
    }
    SuspensionService.requireActive(tx, device.club(), ErrorCode.UNAUTHORIZED);
    if (!DeviceTable.take(tx, device.id(), assertion.jtiHash(), clock.instant(), assertion.rememberUntil())) {
      throw invalid();
    }
    AccessTokens.Issued issued = tokens
        .issue(new AccessTokens.Bearer(Caller.Kind.DEVICE, device.id(), device.club(),
            device.id(), List.of(Role.KIOSK.text()), Role.KIOSK.permissions(), Proof.NONE),
            AccessTokens.Rights.FIXED,
            clock.instant());
    return DeviceToken.newBuilder().setToken(issued.token())
        .setExpiresAt(AuthMapper.timestamp(issued.expiresAt()))
        .build();
  }

  private static Problem invalid() {
    return Problem.of(ErrorCode.UNAUTHENTICATED, "ASSERTION_INVALID",
        "The assertion is not signed by an enrolled device, is too old, or was shown before");
  }
}
