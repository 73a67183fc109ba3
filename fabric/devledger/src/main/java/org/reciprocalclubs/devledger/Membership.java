package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.hyperledger.fabric.protos.common.MSPRole.MSPRoleType;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/**
 * Who belongs to which organisation: an identity names its MSP and brings a certificate, which that MSP's
 * authority must have issued and whose unit (client, peer, admin, orderer) is its role. Thread-safe.
 */
final class Membership {

  /** Identities that are remembered, so that a certificate is not parsed for each request. */
  private static final int REMEMBERED_MOST = 1_000;

  /** A peer says no more of an identity that is not its channel's, whatever is wrong with it. */
  private static final String UNKNOWN = "creator org unknown, creator is malformed";

  /** No member of the channel. The message is a peer's. */
  static final class Stranger extends Exception {
    private static final long serialVersionUID = 1;

    Stranger(String reason) {
      super(reason);
    }
  }

  /** An identity of the channel; its certificate comes from its MSP's authority and may have ended. */
  record Member(String msp, String unit, X509Certificate certificate) {

    boolean has(MSPRoleType role) {
      return role == MSPRoleType.MEMBER || unit.equalsIgnoreCase(role.name());
    }

    /** Who may propose and submit, as on the network of peers (fabric/network): no peer. */
    boolean mayWrite() {
      return has(MSPRoleType.CLIENT) || has(MSPRoleType.ADMIN);
    }

    /** And who may read: an orderer of the organisation, or somebody without a role, may not. */
    boolean mayRead() {
      return mayWrite() || has(MSPRoleType.PEER);
    }

    boolean hasEnded(Instant now) {
      return now.isAfter(certificate.getNotAfter().toInstant());
    }

    /** Whether the certificate's key made this signature, in the form that Fabric takes. */
    boolean signed(ByteString message, ByteString signature) {
      byte[] der = signature.toByteArray();
      try {
        var verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(certificate);
        verifier.update(message.asReadOnlyByteBuffer());
        return LowS.holds(der) && verifier.verify(der);
      } catch (GeneralSecurityException notEvenASignature) {
        return false;
      }
    }
  }

  private final Map<String, X509Certificate> roots;
  private final Map<ByteString, Member> remembered = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<ByteString, Member> eldest) {
      return size() > REMEMBERED_MOST;
    }
  };

  /** @param roots each MSP's authority */
  Membership(Map<String, X509Certificate> roots) {
    this.roots = Map.copyOf(roots);
  }

  Member member(ByteString serialized) throws Stranger {
    synchronized (remembered) {
      Member known = remembered.get(serialized);
      if (known != null) {
        return known;
      }
    }
    Member found = find(serialized);
    synchronized (remembered) {
      remembered.put(serialized, found);
    }
    return found;
  }

  private Member find(ByteString serialized) throws Stranger {
    try {
      var identity = SerializedIdentity.parseFrom(serialized);
      X509Certificate root = roots.get(identity.getMspid());
      if (root == null) {
        throw new Stranger(UNKNOWN);
      }
      var certificate = Pem.certificate(identity.getIdBytes().toByteArray());
      requireIssued(certificate, root);
      return new Member(identity.getMspid(), unit(certificate), certificate);
    } catch (InvalidProtocolBufferException | CertificateException malformed) {
      throw new Stranger(UNKNOWN);
    }
  }

  private static void requireIssued(X509Certificate certificate, X509Certificate root) throws Stranger {
    try {
      certificate.verify(root.getPublicKey());
    } catch (GeneralSecurityException issuedByAnother) {
      throw new Stranger(UNKNOWN);
    }
    boolean issuer = certificate.getBasicConstraints() >= 0;
    if (issuer || !certificate.getIssuerX500Principal().equals(root.getSubjectX500Principal())) {
      throw new Stranger(UNKNOWN);
    }
  }

  private static String unit(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
          .filter(rdn -> rdn.getType().equalsIgnoreCase("OU")).map(rdn -> rdn.getValue().toString())
          .findFirst().orElse("");
    } catch (InvalidNameException e) {
      return "";
    }
  }
}
