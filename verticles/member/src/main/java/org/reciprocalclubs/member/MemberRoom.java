package org.reciprocalclubs.member;

import io.vertx.core.Future;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.Room;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.JobRunner;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.Store;

/** The member room of a process: serves Members and Passes, and runs what is due by night. */
public final class MemberRoom implements Room {
  private static final int INSTANCES = 2;

  private final Store store;
  private final Leases leases;
  private final Sealer sealer;
  private final MemberSettings settings;

  /**
   * @param store the process's database
   * @param leases decides which process runs the night's work
   * @param sealer seals the keys that sign passes
   */
  public MemberRoom(Store store, Leases leases, Sealer sealer, MemberSettings settings) {
    this.store = store;
    this.leases = leases;
    this.sealer = sealer;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "member";
  }

  @Override
  public Future<?> start(NodeContext node) {
    return node.deployDomain(() -> new MemberVerticle(node.bus(), store, sealer, settings), INSTANCES)
        .compose(_ -> JobRunner.start(store, leases, MemberVerticle.jobs(settings), node.meters()));
  }
}
