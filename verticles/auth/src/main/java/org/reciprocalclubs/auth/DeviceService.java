package org.reciprocalclubs.auth;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.HashKeys;
import org.reciprocalclubs.auth.keys.PublicKeys;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.DeviceKey;
import org.reciprocalclubs.auth.rules.EnrolmentCode;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.auth.store.DeviceTable;
import org.reciprocalclubs.codecs.auth.v1.CreateEnrolmentCodeRequest;
import org.reciprocalclubs.codecs.auth.v1.CreateEnrolmentCodeResponse;
import org.reciprocalclubs.codecs.auth.v1.Device;
import org.reciprocalclubs.codecs.auth.v1.DeviceEnrolled;
import org.reciprocalclubs.codecs.auth.v1.DeviceRevoked;
import org.reciprocalclubs.codecs.auth.v1.EnrolDeviceRequest;
import org.reciprocalclubs.codecs.auth.v1.EnrolDeviceResponse;
import org.reciprocalclubs.codecs.auth.v1.ListDevicesRequest;
import org.reciprocalclubs.codecs.auth.v1.ListDevicesResponse;
import org.reciprocalclubs.codecs.auth.v1.RevokeDeviceRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** Enrols, lists and revokes a club's devices. For virtual threads; thread-safe. */
final class DeviceService {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int OPEN_CODES_MAX = 50;
  private static final int DEVICES_MAX = 1_000;

  private final Store store;
  private final HashKeys keys;
  private final KeptAnswers kept;
  private final AuthSettings settings;
  private final Guesses guesses;

  DeviceService(Store store, HashKeys keys, KeptAnswers kept, AuthSettings settings, Guesses guesses) {
    this.store = store;
    this.keys = keys;
    this.kept = kept;
    this.settings = settings;
    this.guesses = guesses;
  }

  CreateEnrolmentCodeResponse createCode(CreateEnrolmentCodeRequest request) {
    String name = RequestFields.name("name", request.getName());
    Caller caller = CallContext.current().caller();
    return store.transact(Scope.club(caller.requireClub()),
        tx -> kept.once(tx, "CreateEnrolmentCode", request,
            CreateEnrolmentCodeResponse.getDefaultInstance(), () -> {
              if (DeviceTable.openCodes(tx) >= OPEN_CODES_MAX) {
                throw Problem.rateLimited(settings.enrolmentCodeLife());
              }
              String code = randomCode();
              Instant expires = tx.now().plus(settings.enrolmentCodeLife());
              DeviceTable.addCode(tx, keys.enrolmentCode(EnrolmentCode.normal(code).orElseThrow()),
                  new DeviceTable.Code(name, caller.subject(), expires, null));
              return CreateEnrolmentCodeResponse.newBuilder().setCode(code)
                  .setExpiresAt(AuthMapper.timestamp(expires)).build();
            }));
  }

  private static String randomCode() {
    int[] random = new int[EnrolmentCode.length()];
    Arrays.setAll(random, _ -> RANDOM.nextInt(EnrolmentCode.base()));
    return EnrolmentCode.of(random);
  }

  EnrolDeviceResponse enrol(EnrolDeviceRequest request) {
    DeviceKey key = new DeviceKey(request.getPublicKey().getKty(), request.getPublicKey().getCrv(),
        request.getPublicKey().getX(), request.getPublicKey().hasY() ? request.getPublicKey().getY() : null);
    if (!PublicKeys.isUsable(key)) {
      throw Problem.validation("publicKey", "It is not an Ed25519 or P-256 public key");
    }
    byte[] hash = EnrolmentCode.normal(request.getCode()).map(keys::enrolmentCode)
        .orElseThrow(DeviceService::invalidCode);
    UUID club = guesses.ofNobody(Guesses.Secret.ENROLMENT_CODE,
        () -> store.read(Scope.nobody(), tx -> DeviceTable.clubOfCode(tx, hash)))
        .orElseThrow(DeviceService::invalidCode);
    return store.transact(Scope.club(club), tx -> enrol(tx, club, hash, key));
  }

  private static EnrolDeviceResponse enrol(Tx tx, UUID clubId, byte[] hash, DeviceKey key) {
    DeviceTable.Code code = DeviceTable.code(tx, hash).orElseThrow(DeviceService::invalidCode);
    Club club = ClubTable.byId(tx, clubId).orElseThrow(DeviceService::invalidCode);
    if (code.device() != null) {
      return DeviceTable.byId(tx, code.device()).filter(DeviceTable.Device::isActive)
          .filter(device -> device.key().equals(key)).map(device -> enrolled(device, club))
          .orElseThrow(DeviceService::invalidCode);
    }
    if (!tx.now().isBefore(code.expiresAt())) {
      throw invalidCode();
    }
    DeviceTable.Device device = new DeviceTable.Device(Ids.uuid7(), 1, clubId, code.name(),
        DeviceTable.ACTIVE, key,
        tx.now(), null);
    DeviceTable.enrol(tx, device, code.createdBy(), hash);
    Facts.append(tx, device.id(), 0, clubId, DeviceEnrolled.newBuilder().setDeviceId(device.id().toString())
        .setClubId(clubId.toString()).build());
    return enrolled(device, club);
  }

  private static EnrolDeviceResponse enrolled(DeviceTable.Device device, Club club) {
    return EnrolDeviceResponse.newBuilder().setDevice(AuthMapper.device(device))
        .setClubCode(club.profile().code())
        .setClubName(club.profile().name()).setTimeZone(club.profile().timeZone()).build();
  }

  private static Problem invalidCode() {
    return Problem
        .of(ErrorCode.UNAUTHENTICATED, "ENROLMENT_CODE_INVALID", "The code is wrong, spent or too old")
        .field("code");
  }

  ListDevicesResponse list(ListDevicesRequest request) {
    Scope scope = Scope.club(CallContext.current().caller().requireClub());
    return store.read(scope, tx -> ListDevicesResponse.newBuilder()
        .addAllDevices(DeviceTable.all(tx, DEVICES_MAX).stream().map(AuthMapper::device).toList()).build());
  }

  Device revoke(RevokeDeviceRequest request) {
    UUID id = Uuids.read("id", request.getId());
    UUID club = CallContext.current().caller().requireClub();
    return store.transact(Scope.club(club), tx -> {
      DeviceTable.Device device = DeviceTable.forUpdate(tx, id)
          .orElseThrow(() -> Problem.notFound("There is no such device"));
      if (!device.isActive()) {
        return AuthMapper.device(device);
      }
      DeviceTable.revoke(tx, id, device.version() + 1);
      Facts.append(tx, id, device.version(), club,
          DeviceRevoked.newBuilder().setDeviceId(id.toString()).setClubId(club.toString()).build());
      return AuthMapper.device(DeviceTable.byId(tx, id).orElse(device));
    });
  }
}
