package org.reciprocalclubs.reciprocal;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementsGrpcService;
import org.reciprocalclubs.codecs.reciprocal.v1.HouseRulesGrpcService;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationsGrpcService;
import org.reciprocalclubs.codecs.reciprocal.v1.RestrictionsGrpcService;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcService;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcService;
import org.reciprocalclubs.kit.boot.Worker;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.Lanes;
import org.reciprocalclubs.kit.bus.Registration;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.reciprocal.desk.DeskSettings;
import org.reciprocalclubs.reciprocal.desk.VisitDesk;

/** Serves agreements and visits on the bus. Deployed on virtual threads, once per process. */
final class ReciprocalVerticle extends VerticleBase {
  private final Bus bus;
  private final Store store;
  private final DeskSettings settings;
  private final AgreementSettings agreements;
  private final VisitSettings visits;
  private final MeterRegistry meters;
  private final List<Future<Registration>> serving = new ArrayList<>();
  private VisitDesk desk;

  @SuppressWarnings("NullAway.Init") // the desk is made in start, on the verticle's own Vert.x
  ReciprocalVerticle(Bus bus, Store store, DeskSettings settings,
      AgreementSettings agreements, VisitSettings visits, MeterRegistry meters) {
    this.bus = bus;
    this.store = store;
    this.settings = settings;
    this.agreements = agreements;
    this.visits = visits;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    desk = new VisitDesk(vertx, store, settings, meters);
    var passes = new PassReader(store);
    serveDesk(new CheckInDesk(store, desk, passes));
    serveVisits(new VisitOffice(store));
    serveHouse(new ClubRulesOffice(store), new RestrictionOffice(store));
    serveReservations(new ReservationOffice(store));
    var saga = new ActivationSaga(store, agreements.steps(), agreements.activation().batch());
    var acts = new AgreementActs(store, new AgreementCalendar(agreements), saga);
    serveAgreements(new AgreementOffice(acts), new AgreementRecords(store));
    serveAmendments(new AmendmentOffice(acts));
    serving.add(bus.serve(AgreementsGrpcService.GetAgreementSaga, saga::get));
    var examples = new AgreementExamples(store);
    serving.add(bus.serve(AgreementsGrpcService.ListAgreementExamples, examples::list));
    serving.add(bus.serve(AgreementsGrpcService.ListTermsExamples, examples::of));
    return passes.start(vertx).compose(_ -> Future.all(serving))
        .compose(_ -> work(new Worker("activations", saga::turn, agreements.activation().poll())))
        .compose(_ -> work(new Worker("closing houses", new Closings(store, visits.stayMax())::turn,
            Closings.POLL)))
        .compose(_ -> work(new Worker("forgetting codes", new ShownPasses(store)::turn, ShownPasses.EVERY)))
        .compose(_ -> work(new Worker("forgetting guests",
            new VisitGuests(store, visits.guestNamesKept())::turn, VisitGuests.EVERY)));
  }

  private Future<String> work(Worker worker) {
    return vertx.deployVerticle(worker,
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
  }

  /**
   * Check-ins wait for nothing but their batch, so they are taken on event loops: a virtual thread for each
   * would cost more than the work that it does.
   */
  private void serveDesk(CheckInDesk checkIns) {
    // Whoever does not know lanes asks the rpc's plain address; edges ask the lane of the host.
    serving.add(
        onLoop(() -> bus.serveAsync(VisitsGrpcService.CheckIn, settings.inFlightMax(), checkIns::checkIn)));
    for (int i = 0; i < Lanes.COUNT; i++) {
      int lane = i;
      serving.add(onLoop(
          () -> bus.serveLane(VisitsGrpcService.CheckIn, lane, settings.inFlightMax(), checkIns::checkIn)));
    }
    serving.add(bus.serve(VisitsGrpcService.OverrideCheckIn, checkIns::override));
    serving.add(bus.serve(VisitsGrpcService.RecordVisit, checkIns::recordVisit));
  }

  private Future<Registration> onLoop(Supplier<Future<Registration>> serve) {
    Promise<Registration> served = Promise.promise();
    ((VertxInternal) vertx).createEventLoopContext().runOnContext(_ -> serve.get().onComplete(served));
    return served.future();
  }

  private void serveVisits(VisitOffice visits) {
    var allowances = new Allowances(store);
    serving.add(bus.serve(VisitsGrpcService.CheckOutVisit, visits::checkOut));
    serving.add(bus.serve(VisitsGrpcService.AnnulVisit, visits::annul));
    serving.add(bus.serve(VisitsGrpcService.CancelVisit, visits::cancel));
    serving.add(bus.serve(VisitsGrpcService.VerifyVisit, visits::verify));
    serving.add(bus.serve(VisitsGrpcService.CorrectVisit, visits::correct));
    serving.add(bus.serve(VisitsGrpcService.RateVisit, visits::rate));
    serving.add(bus.serve(VisitsGrpcService.DeleteVisitComment, visits::deleteComment));
    serving.add(bus.serve(VisitsGrpcService.ListVisitHistory, new VisitHistory(store)::list));
    serving.add(bus.serve(VisitsGrpcService.GetVisit, visits::get));
    serving.add(bus.serve(VisitsGrpcService.ListVisits, visits::list));
    serving.add(bus.serve(VisitsGrpcService.ListMyVisits, visits::listMine));
    var export = new VisitExport(store);
    serving.add(bus.serve(VisitsGrpcService.ExportVisits, export::ofClub));
    serving.add(bus.serve(VisitsGrpcService.ExportMyVisits, export::ofMine));
    var flags = new FlagOffice(store);
    serving.add(bus.serve(VisitsGrpcService.ListFlaggedVisits, flags::list));
    serving.add(bus.serve(VisitsGrpcService.SettleVisit, flags::settle));
    serving.add(bus.serve(VisitsGrpcService.ListInside, visits::inside));
    serving.add(bus.serve(VisitsGrpcService.ListMyAllowances, allowances::list));
    serving.add(bus.serve(VerdictsGrpcService.PreviewVerdict, new VerdictOffice(store)::preview));
    serving.add(bus.serve(VerdictsGrpcService.ReplayVerdict, new ReplayOffice(store)::replay));
  }

  private void serveHouse(ClubRulesOffice rules, RestrictionOffice restrictions) {
    serving.add(bus.serve(HouseRulesGrpcService.SetClubRules, rules::set));
    serving.add(bus.serve(HouseRulesGrpcService.GetClubRules, rules::get));
    serving.add(bus.serve(RestrictionsGrpcService.ImposeRestriction, restrictions::impose));
    serving.add(bus.serve(RestrictionsGrpcService.LiftRestriction, restrictions::lift));
    serving.add(bus.serve(RestrictionsGrpcService.GetRestriction, restrictions::get));
    serving.add(bus.serve(RestrictionsGrpcService.ListRestrictions, restrictions::list));
  }

  private void serveReservations(ReservationOffice reservations) {
    serving.add(bus.serve(ReservationsGrpcService.RequestReservation, reservations::request));
    serving.add(bus.serve(ReservationsGrpcService.ConfirmReservation, reservations::confirm));
    serving.add(bus.serve(ReservationsGrpcService.DeclineReservation, reservations::decline));
    serving.add(bus.serve(ReservationsGrpcService.CancelReservation, reservations::cancel));
    serving.add(bus.serve(ReservationsGrpcService.GetReservation, reservations::get));
    serving.add(bus.serve(ReservationsGrpcService.ListReservations, reservations::list));
    serving.add(bus.serve(ReservationsGrpcService.ListExpectedVisitors, reservations::expected));
    serving.add(bus.serve(ReservationsGrpcService.ListMyReservations, reservations::listMine));
  }

  private void serveAgreements(AgreementOffice office, AgreementRecords records) {
    serving.add(bus.serve(AgreementsGrpcService.ProposeAgreement, office::propose));
    serving.add(bus.serve(AgreementsGrpcService.ApproveAgreement, office::approve));
    serving.add(bus.serve(AgreementsGrpcService.RejectAgreement, office::reject));
    serving.add(bus.serve(AgreementsGrpcService.WithdrawAgreement, office::withdraw));
    serving.add(bus.serve(AgreementsGrpcService.SuspendAgreement, office::suspend));
    serving.add(bus.serve(AgreementsGrpcService.ResumeAgreement, office::resume));
    serving.add(bus.serve(AgreementsGrpcService.GetAgreement, records::get));
    serving.add(bus.serve(AgreementsGrpcService.ListAgreements, records::list));
    serving.add(bus.serve(AgreementsGrpcService.CounterAgreement, office::counter));
    serving.add(bus.serve(AgreementsGrpcService.ListAgreementVersions, records::versions));
    serving.add(bus.serve(AgreementsGrpcService.ListAgreementHistory, records::history));
  }

  private void serveAmendments(AmendmentOffice amendments) {
    serving.add(bus.serve(AgreementsGrpcService.ProposeAmendment, amendments::propose));
    serving.add(bus.serve(AgreementsGrpcService.ApproveAmendment, amendments::approve));
    serving.add(bus.serve(AgreementsGrpcService.RejectAmendment, amendments::reject));
    serving.add(bus.serve(AgreementsGrpcService.WithdrawAmendment, amendments::withdraw));
    serving.add(bus.serve(AgreementsGrpcService.TerminateAgreement, amendments::terminate));
    serving.add(bus.serve(AgreementsGrpcService.RevokeTermination, amendments::revoke));
  }

  @Override
  public Future<?> stop() {
    // what is served on loops of its own does not end with this verticle by itself
    return Future.join(serving.stream().map(each -> each.compose(Registration::stop)).toList())
        .transform(_ -> desk.close());
  }
}
