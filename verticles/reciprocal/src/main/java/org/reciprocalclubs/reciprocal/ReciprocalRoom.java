package org.reciprocalclubs.reciprocal;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
  private final Function<NodeContext, Set<String>> brought;

  /**
   * @param data asked for when this room starts
   * @param brought what agreements may wait for because somebody on this platform does it: {@code ledger};
   * asked for when this room starts, which does not where more is required
   */
  public ReciprocalRoom(Supplier<Data> data, Function<NodeContext, Set<String>> brought) {
    this.data = data;
    this.brought = brought;
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
    agreements.requireBrought(brought.apply(node));
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
