package org.reciprocalclubs.kit.auth;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the Amazon Corretto Crypto Provider first where its native code loads; elsewhere the JDK's stays. */
public final class Crypto {
  private static final Logger LOG = LoggerFactory.getLogger(Crypto.class);
  private static final boolean FAST = load();

  private Crypto() {}

  /** Makes it so, once per process; true if the fast provider is in use. */
  public static boolean install() {
    return FAST;
  }

  private static boolean load() {
    try {
      AmazonCorrettoCryptoProvider.install();
      AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
      return true;
    } catch (LinkageError | RuntimeException e) {
      LOG.atWarn().addKeyValue("reason", e.getClass().getSimpleName())
          .log("The fast crypto provider is not available; signatures take ten times longer");
      return false;
    }
  }
}
