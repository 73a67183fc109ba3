package org.reciprocalclubs.member;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.reciprocalclubs.codecs.kit.v1.ImportReport;
import org.reciprocalclubs.codecs.member.v1.ImportMembersRequest;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.ConstraintViolated;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreProblem;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.kit.store.VersionConflict;
import org.reciprocalclubs.member.register.Entry;
import org.reciprocalclubs.member.register.JudgedRow;
import org.reciprocalclubs.member.register.RegisterFile;
import org.reciprocalclubs.member.store.ClubFact;
import org.reciprocalclubs.member.store.ImportStage;
import org.reciprocalclubs.member.store.MemberReads;
import org.reciprocalclubs.member.store.RegisterTable;
import org.reciprocalclubs.member.store.StagedChange;

/**
 * Takes a club's register: reads the file, decides every row on what is known, stages what changes, and
 * applies it in one short transaction. A member who changed in the meantime makes it decide again. The same
 * file again changes nothing. Thread-safe.
 */
final class Importer {
  private static final int ATTEMPTS = 4;
  private static final String NUMBER_KEY = "member_number_key";

  private final Store store;
  private final MemberSettings settings;
  private final Lapses lapses;

  Importer(Store store, MemberSettings settings, Lapses lapses) {
    this.store = store;
    this.settings = settings;
    this.lapses = lapses;
  }

  ImportReport importMembers(ImportMembersRequest request) {
    if (request.getContent().size() > settings.importBytes()) {
      throw Problem.validation("content", "A file has at most " + settings.importBytes() + " bytes");
    }
    Requested asked = Requested.now("ImportMembers", request);
    for (int attempt = 1;; attempt++) {
      try {
        return attempt(asked, request);
      } catch (VersionConflict | ConstraintViolated moved) {
        if (attempt == ATTEMPTS || !isRace(moved)) {
          throw moved;
        }
      }
    }
  }

  private static boolean isRace(StoreProblem problem) {
    return problem instanceof VersionConflict
        || problem instanceof ConstraintViolated taken && taken.constraint().equals(NUMBER_KEY);
  }

  private ImportReport attempt(Requested asked, ImportMembersRequest request) {
    record Known(RegisterFile file, ImportPlan plan) {}
    Known known = store.read(asked.scope(), tx -> {
      ClubFact club = MemberDesk.club(tx, asked);
      RegisterFile file = RegisterFile.read(request.getContent().toByteArray(), settings.importRows(),
          club.dayAt(tx.now()));
      List<String> numbers = file.rows().stream().map(JudgedRow::entry).filter(Objects::nonNull)
          .map(Entry::number)
          .toList();
      return new Known(file, ImportPlan.of(file.rows(), MemberReads.byNumbers(tx, numbers), club, tx.now()));
    });
    ImportPlan plan = known.plan();
    boolean kept = plan.count(ImportPlan.Outcome.REJECTED) > 0 && !request.getPartial();
    if (request.getTrial() || kept || !known.file().readable()) {
      return ReportMapper.report(plan, known.file().readable(), false);
    }
    UUID importId = Ids.uuid7();
    stage(asked, importId, plan.changes());
    return store.transact(asked.scope(), tx -> asked.once(tx, ImportReport.parser(), () -> {
      apply(tx, asked, importId, plan.changes());
      return ReportMapper.report(plan, true, true);
    }));
  }

  private void stage(Requested asked, UUID importId, List<StagedChange> changes) {
    for (int from = 0; from < changes.size(); from += settings.stageRows()) {
      List<StagedChange> part = changes.subList(from, Math.min(changes.size(), from + settings.stageRows()));
      store.perform(asked.scope(), tx -> ImportStage.stage(tx, importId, part));
    }
  }

  private void apply(Tx tx, Requested asked, UUID importId, List<StagedChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    ImportStage.apply(tx, importId, asked.meta());
    RegisterTable.taken(tx, changes.stream().map(change -> change.after().identity().number()).toList());
    changes.stream().map(change -> change.after().held().subscription())
        .filter(subscription -> subscription.paidUntil() != null).findFirst()
        .ifPresent(subscription -> lapses.expect(tx, asked.club(), subscription));
  }
}
