import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeSpec;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.json.JSONObject;

/**
 * Has a call endorsed through one organisation's gateway and orders nothing: {@code EndorseProbe PROFILE MSP SECONDS}. It
 * succeeds when that gateway knows enough peers of other organisations and their chaincode answers; a gateway that has just
 * started needs a moment for that, so it is asked again until the time is over.
 */
public final class EndorseProbe {
  /** Half of the order of P-256: Fabric takes of the two signatures that are equally right only the lower (low S). */
  private static final BigInteger ORDER = new BigInteger(
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final Duration ONE_CALL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final JSONObject profile;
  private final JSONObject organisation;
  private final Path folder;

  private EndorseProbe(Path file, String msp) throws IOException {
    profile = new JSONObject(Files.readString(file));
    folder = file.toAbsolutePath().getParent();
    organisation = profile.getJSONArray("organisations").toList().stream()
        .map(each -> new JSONObject((java.util.Map<?, ?>) each)).filter(each -> each.getString("msp").equals(msp))
        .findFirst().orElseThrow(() -> new IllegalArgumentException("the profile has no " + msp));
  }

  public static void main(String[] args) throws Exception {
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.SEVERE);
    var probe = new EndorseProbe(Path.of(args[0]), args[1]);
    var end = Instant.now().plusSeconds(Long.parseLong(args[2]));
    var channel = probe.channel();
    try {
      while (true) {
        try {
          System.out.println("Endorsed through " + args[1] + " by " + String.join(", ", probe.endorsers(channel)));
          return;
        } catch (StatusRuntimeException notYet) {
          if (Instant.now().isAfter(end)) {
            System.err.println("Not endorsed through " + args[1] + ": " + notYet.getStatus());
            System.exit(1);
          }
          Thread.sleep(PAUSE);
        }
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private ManagedChannel channel() throws IOException {
    var address = organisation.getString("peer");
    int colon = address.lastIndexOf(':');
    var trust = GrpcSslContexts.forClient().trustManager(file("tlsCa").toFile()).build();
    return NettyChannelBuilder.forAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))
        .overrideAuthority(organisation.getString("serverName")).sslContext(trust).build();
  }

  private Path file(String member) {
    return folder.resolve(organisation.getString(member));
  }

  private TreeSet<String> endorsers(ManagedChannel channel) throws Exception {
    var nonce = new byte[24];
    new SecureRandom().nextBytes(nonce);
    var creator = SerializedIdentity.newBuilder().setMspid(organisation.getString("msp"))
        .setIdBytes(ByteString.copyFrom(Files.readAllBytes(file("certificate")))).build().toByteString();
    var id = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
        .digest(ByteString.copyFrom(nonce).concat(creator).toByteArray()));
    var proposal = proposal(id, nonce, creator).toByteString();
    var signed = SignedProposal.newBuilder().setProposalBytes(proposal)
        .setSignature(ByteString.copyFrom(sign(proposal.toByteArray())));
    var response = GatewayGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS).endorse(EndorseRequest.newBuilder()
            .setTransactionId(id).setChannelId(profile.getString("channel")).setProposedTransaction(signed).build());
    return endorsers(response);
  }

  /** A read of the list of ballots of a proposal that nobody opened. */
  private Proposal proposal(String id, byte[] nonce, ByteString creator) {
    var chaincode = ChaincodeID.newBuilder().setName(profile.getString("chaincode"));
    var now = Instant.now();
    var header = ChannelHeader.newBuilder().setType(HeaderType.ENDORSER_TRANSACTION_VALUE).setTxId(id)
        .setChannelId(profile.getString("channel"))
        .setTimestamp(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
        .setExtension(ChaincodeHeaderExtension.newBuilder().setChaincodeId(chaincode).build().toByteString());
    var signature = SignatureHeader.newBuilder().setCreator(creator).setNonce(ByteString.copyFrom(nonce));
    var input = ChaincodeInput.newBuilder();
    for (var each : new String[] { "proposals:ListBallots", "00000000-0000-0000-0000-000000000000", "1", "" }) {
      input.addArgs(ByteString.copyFromUtf8(each));
    }
    var call = ChaincodeInvocationSpec.newBuilder()
        .setChaincodeSpec(ChaincodeSpec.newBuilder().setChaincodeId(chaincode).setInput(input));
    return Proposal.newBuilder()
        .setHeader(Header.newBuilder().setChannelHeader(header.build().toByteString())
            .setSignatureHeader(signature.build().toByteString()).build().toByteString())
        .setPayload(ChaincodeProposalPayload.newBuilder().setInput(call.build().toByteString()).build()
            .toByteString())
        .build();
  }

  private static TreeSet<String> endorsers(EndorseResponse response) throws IOException {
    var payload = Payload.parseFrom(response.getPreparedTransaction().getPayload());
    var endorsers = new TreeSet<String>();
    for (var action : Transaction.parseFrom(payload.getData()).getActionsList()) {
      for (var each : ChaincodeActionPayload.parseFrom(action.getPayload()).getAction().getEndorsementsList()) {
        endorsers.add(SerializedIdentity.parseFrom(each.getEndorser()).getMspid());
      }
    }
    return endorsers;
  }

  private byte[] sign(byte[] message) throws GeneralSecurityException, IOException {
    var signer = Signature.getInstance("SHA256withECDSAinP1363Format");
    signer.initSign(key());
    signer.update(message);
    byte[] both = signer.sign();
    var r = new BigInteger(1, both, 0, both.length / 2);
    var s = new BigInteger(1, both, both.length / 2, both.length / 2);
    return der(r, s.compareTo(ORDER.shiftRight(1)) > 0 ? ORDER.subtract(s) : s);
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    byte[] one = r.toByteArray();
    byte[] other = s.toByteArray();
    var out = new java.io.ByteArrayOutputStream();
    out.writeBytes(new byte[] { 0x30, (byte) (4 + one.length + other.length), 2, (byte) one.length });
    out.writeBytes(one);
    out.writeBytes(new byte[] { 2, (byte) other.length });
    out.writeBytes(other);
    return out.toByteArray();
  }

  private PrivateKey key() throws GeneralSecurityException, IOException {
    var base64 = Files.readString(file("key")).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}
