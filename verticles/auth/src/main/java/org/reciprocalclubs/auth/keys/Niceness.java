package org.reciprocalclubs.auth.keys;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the thread that hashes passwords what time others leave. One hash keeps a core busy for tens of
 * milliseconds; at the same priority as the event loops it would be their equal, and everybody at a door
 * would wait behind people who sign in. Java's own priorities do nothing on Linux unless the process may
 * raise them, but there each thread has a nice value of its own (setpriority(2), "C library/kernel
 * differences"), and any thread may lower itself. A thread that is nice still gets every core that is idle;
 * a pause of the collector waits for it no longer than for others, since those have stopped by then and
 * left it theirs.
 *
 * <p>Elsewhere than on Linux, and where the C library refuses, nothing happens but one line in the log.
 */
final class Niceness {
  private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
  private static final int PRIO_PROCESS = 0;
  /** Who asks; on Linux, of PRIO_PROCESS, the calling thread alone. */
  private static final int CALLER = 0;
  private static final int NICEST = 19;
  private static final ThreadLocal<Boolean> DONE = ThreadLocal.withInitial(() -> false);
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private Niceness() {}

  /** Makes the calling platform thread as nice as can be, for good; once is enough, and more does no harm. */
  static void lowerThisThread() {
    if (DONE.get() || Thread.currentThread().isVirtual()) {
      return;
    }
    DONE.set(true);
    try {
      if (!isLinux() || setPriority() != 0) {
        tell(null);
      }
    } catch (RuntimeException | LinkageError impossible) {
      tell(impossible);
    }
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
  }

  private static int setPriority() {
    Linker linker = Linker.nativeLinker();
    MethodHandle setpriority = linker.downcallHandle(linker.defaultLookup().findOrThrow("setpriority"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT));
    try {
      return (int) setpriority.invokeExact(PRIO_PROCESS, CALLER, NICEST);
    } catch (Throwable never) {
      throw new IllegalStateException("setpriority throws nothing", never);
    }
  }

  private static void tell(@Nullable Throwable why) {
    if (TOLD.compareAndSet(false, true)) {
      LOG.atInfo().setCause(why).log("Passwords are hashed at the priority of all other work");
    }
  }
}
