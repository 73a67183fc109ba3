package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.Policy;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;

/**
 * The channel's configuration as a block holds it: which organisations there are, by which authorities. It
 * is the part of Fabric's configuration that an auditor of endorsements needs.
 *
 * @param roots the authority of each organisation with peers
 */
record ChannelConfig(Map<String, X509Certificate> roots, X509Certificate ordererRoot) {

  private static final String APPLICATION = "Application";
  private static final String ORDERER = "Orderer";
  private static final String MSP = "MSP";

  /** The configuration transaction, as the only one of its block. */
  ByteString envelope(long sequence) {
    var channel = ConfigGroup.newBuilder().putGroups(APPLICATION, application())
        .putGroups(ORDERER, ConfigGroup.newBuilder()
            .putGroups(DevelopmentNetwork.ORDERER_MSP, group(DevelopmentNetwork.ORDERER_MSP, ordererRoot))
            .build());
    var config = ConfigEnvelope.newBuilder()
        .setConfig(Config.newBuilder().setSequence(sequence).setChannelGroup(channel));
    var now = Instant.now();
    var header = ChannelHeader.newBuilder().setType(HeaderType.CONFIG_VALUE)
        .setChannelId(DevelopmentNetwork.CHANNEL)
        .setTimestamp(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
    return Envelope.newBuilder().setPayload(Payload.newBuilder()
        .setHeader(Header.newBuilder().setChannelHeader(header.build().toByteString()))
        .setData(config.build().toByteString()).build().toByteString()).build().toByteString();
  }

  private ConfigGroup application() {
    var majority = ImplicitMetaPolicy.newBuilder().setRule(ImplicitMetaPolicy.Rule.MAJORITY)
        .setSubPolicy("Endorsement").build();
    var group = ConfigGroup.newBuilder().putPolicies("Endorsement", ConfigPolicy.newBuilder()
        .setPolicy(Policy.newBuilder().setType(Policy.PolicyType.IMPLICIT_META_VALUE)
            .setValue(majority.toByteString()))
        .build());
    roots.forEach((msp, root) -> group.putGroups(msp, group(msp, root)));
    return group.build();
  }

  private static ConfigGroup group(String msp, X509Certificate root) {
    var config = FabricMSPConfig.newBuilder().setName(msp)
        .addRootCerts(ByteString.copyFromUtf8(Pem.text(root))).build();
    return ConfigGroup.newBuilder().putValues(MSP, ConfigValue.newBuilder()
        .setValue(MSPConfig.newBuilder().setConfig(config.toByteString()).build().toByteString()).build())
        .build();
  }

  static ChannelConfig parse(ByteString envelope) {
    try {
      var payload = Payload.parseFrom(Envelope.parseFrom(envelope).getPayload());
      var channel = ConfigEnvelope.parseFrom(payload.getData()).getConfig().getChannelGroup();
      Map<String, X509Certificate> roots = new LinkedHashMap<>();
      for (var group : channel.getGroupsOrThrow(APPLICATION).getGroupsMap().entrySet()) {
        roots.put(group.getKey(), root(group.getValue()));
      }
      var orderer = channel.getGroupsOrThrow(ORDERER).getGroupsOrThrow(DevelopmentNetwork.ORDERER_MSP);
      return new ChannelConfig(roots, root(orderer));
    } catch (InvalidProtocolBufferException | GeneralSecurityException | IllegalArgumentException e) {
      throw new LedgerFailure("The chain's configuration cannot be read: restore the file of blocks.", e);
    }
  }

  private static X509Certificate root(ConfigGroup group)
      throws InvalidProtocolBufferException, GeneralSecurityException {
    var config = MSPConfig.parseFrom(group.getValuesOrThrow(MSP).getValue());
    return Pem.certificate(FabricMSPConfig.parseFrom(config.getConfig()).getRootCerts(0).toByteArray());
  }

  /**
   * Whether both name the same organisations. An organisation that both name must have the key that it had.
   *
   * @throws LedgerFailure where it has another: its endorsements on the chain could not be checked any more
   */
  boolean sameAs(ChannelConfig now) {
    roots.forEach((msp, root) -> requireSameKey(msp, root, now.roots.getOrDefault(msp, root)));
    requireSameKey(DevelopmentNetwork.ORDERER_MSP, ordererRoot, now.ordererRoot);
    return List.copyOf(roots.keySet().stream().sorted().toList())
        .equals(now.roots.keySet().stream().sorted().toList());
  }

  private static void requireSameKey(String msp, X509Certificate then, X509Certificate now) {
    if (!then.getPublicKey().equals(now.getPublicKey())) {
      throw new LedgerFailure(
          ("The authority of %s is not the one that the chain names: restore its ca.pem and"
              + " ca.key, or start with an empty directory.").formatted(msp));
    }
  }
}
