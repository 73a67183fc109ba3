package org.reciprocalclubs.member;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import org.reciprocalclubs.codecs.member.v1.LettersGrpcService;
import org.reciprocalclubs.codecs.member.v1.MembersGrpcService;
import org.reciprocalclubs.codecs.member.v1.PassesGrpcService;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.JobHandler;
import org.reciprocalclubs.kit.store.Store;

/**
 * Serves every rpc of Members, Passes and Letters. To be deployed on virtual threads; holds no state of its
 * own.
 */
public final class MemberVerticle extends VerticleBase {
  private final Bus bus;
  private final MemberDesk desk;
  private final Registrar registrar;
  private final Importer importer;
  private final PassOffice passes;
  private final PassChecks checks;
  private final PassKeyOffice keys;
  private final RevocationOffice revocations;
  private final LetterOffice letters;

  /**
   * @param store the database
   * @param sealer seals the keys that sign passes
   */
  public MemberVerticle(Bus bus, Store store, Sealer sealer, MemberSettings settings) {
    Lapses lapses = new Lapses(settings);
    this.bus = bus;
    this.desk = new MemberDesk(store, settings);
    this.registrar = new Registrar(store, lapses);
    this.importer = new Importer(store, settings, lapses);
    var ring = new PassKeyRing(sealer);
    var signing = new ListSigning(store, sealer);
    this.passes = new PassOffice(store, ring);
    this.checks = new PassChecks(store);
    this.keys = new PassKeyOffice(store, ring, signing);
    this.revocations = new RevocationOffice(store, signing, settings);
    this.letters = new LetterOffice(store);
  }

  /** What this room does by night, for the process's job runner. */
  public static Map<String, JobHandler> jobs(MemberSettings settings) {
    return Map.of(Lapses.KIND, new Lapses(settings));
  }

  @Override
  public Future<?> start() {
    return Future.all(List.of(
        bus.serve(MembersGrpcService.CreateMember, registrar::createMember),
        bus.serve(MembersGrpcService.UpdateMember, registrar::updateMember),
        bus.serve(MembersGrpcService.SuspendMember, registrar::suspendMember),
        bus.serve(MembersGrpcService.ReactivateMember, registrar::reactivateMember),
        bus.serve(MembersGrpcService.GetMember, desk::getMember),
        bus.serve(MembersGrpcService.GetMemberByNumber, desk::getMemberByNumber),
        bus.serve(MembersGrpcService.ListMembers, desk::listMembers),
        bus.serve(MembersGrpcService.GetMyMembership, desk::getMyMembership),
        bus.serve(MembersGrpcService.ImportMembers, importer::importMembers),
        bus.serve(PassesGrpcService.IssuePass, passes::issuePass),
        bus.serve(PassesGrpcService.GetTrustList, keys::getTrustList),
        bus.serve(PassesGrpcService.CheckMyPass, checks::checkMyPass),
        bus.serve(PassesGrpcService.ExportTrustList, keys::exportTrustList),
        bus.serve(PassesGrpcService.ExportRevocationList, revocations::exportRevocationList),
        bus.serve(PassesGrpcService.RotatePassKey, keys::rotatePassKey),
        bus.serve(PassesGrpcService.RevokePasses, revocations::revokePasses),
        bus.serve(PassesGrpcService.RevokeMyPasses, revocations::revokeMyPasses),
        bus.serve(PassesGrpcService.GetRevocationList, revocations::getRevocationList),
        bus.serve(LettersGrpcService.IssueLetter, letters::issueLetter),
        bus.serve(LettersGrpcService.RevokeLetter, letters::revokeLetter),
        bus.serve(LettersGrpcService.ListLetters, letters::listLetters),
        bus.serve(LettersGrpcService.ListMyLetters, letters::listMyLetters),
        bus.serve(LettersGrpcService.GetLetter, letters::getLetter)));
  }
}
