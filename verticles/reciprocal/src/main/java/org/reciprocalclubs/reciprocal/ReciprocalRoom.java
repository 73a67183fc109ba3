package org.reciprocalclubs.reciprocal;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.Room;
import org.reciprocalclubs.kit.store.JobHandler;
import org.reciprocalclubs.kit.store.JobRunner;
import org.reciprocalclubs.reciprocal.desk.DeskSettings;

/** Agreements, visits and the desk, as a process starts them. */
public final class ReciprocalRoom implements Room {
  private final Supplier<Data> data;

  /**
   * @param data asked for when this room starts
   */
  public ReciprocalRoom(Supplier<Data> data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "reciprocal";
  }

  @Override
  public Future<?> start(NodeContext node) {
    var store = data.get().store();
    var settings = node.settings().bind("desk", DeskSettings.class);
    var agreements = node.settings().bind("agreements", AgreementSettings.class);
    var visits = node.settings().bind("visits", VisitSettings.class);
    return node
        .deployDomain(
            () -> new ReciprocalVerticle(node.bus(), store, settings, agreements, visits, node.meters()), 1)
        .compose(_ -> JobRunner.start(store, data.get().leases(), jobs(), node.meters()))
        .compose(_ -> data.get().feed().follow(ActivationWakes.FOLLOWER, ActivationWakes.TYPES,
            ActivationWakes::follow))
        .compose(_ -> data.get().feed().follow(ReservationCalendar.FOLLOWER, ReservationCalendar.TYPES,
            ReservationCalendar::follow));
  }

  /** Who does the jobs of this room, by their kinds. */
  static Map<String, JobHandler> jobs() {
    Map<String, JobHandler> jobs = new HashMap<>(AgreementCalendar.handlers());
    jobs.putAll(ReservationCalendar.handlers());
    return Map.copyOf(jobs);
  }
}
