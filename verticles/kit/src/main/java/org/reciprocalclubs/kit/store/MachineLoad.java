package org.reciprocalclubs.kit.store;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How busy this machine was of late, whoever kept it busy: of a container what it may use. A database that
 * runs elsewhere does not count. Thread-safe.
 */
final class MachineLoad {
  /** The operating system's view is of the time since it was last asked: over less it says little. */
  private static final long LOOK_NANOS = 250_000_000;
  private static final int WHOLE_PERCENT = 100;
  private static final MachineLoad HERE = new MachineLoad(MachineLoad::ofProcessors, System::nanoTime);

  private final IntSupplier source;
  private final LongSupplier nanos;
  private long looked;
  private int percent;

  MachineLoad(IntSupplier source, LongSupplier nanos) {
    this.source = source;
    this.nanos = nanos;
    looked = nanos.getAsLong() - LOOK_NANOS;
  }

  /** One for all followers of the process: each look starts another measure. */
  static MachineLoad here() {
    return HERE;
  }

  /** @return 0 to 100, a moment old; 0 where nobody can tell */
  synchronized int percent() {
    long now = nanos.getAsLong();
    if (now - looked >= LOOK_NANOS) {
      looked = now;
      percent = source.getAsInt();
    }
    return percent;
  }

  private static int ofProcessors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? (int) Math.round(Math.max(0, system.getCpuLoad()) * WHOLE_PERCENT)
        : 0;
  }
}
