package org.reciprocalclubs.codecs;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.kit.v1.Recorded;

/**
 * Everything that may travel: each file, message and rpc of the contract, checked when it is built.
 *
 * <pre>{@code
 * Codecs codecs = Codecs.contract();
 * codecs.register(vertx.eventBus());
 * Rpc checkIn = codecs.rpc(VisitsGrpcClient.CheckIn.fullMethodName());
 * }</pre>
 *
 * <p>Building fails with an {@link IllegalStateException} that names the culprit when a message has no
 * generated class, when an rpc declares no permission or not what is recorded of it, or when two rpcs share a
 * name. Immutable, thread-safe.
 */
public final class Codecs {
  private static final String PERMISSION_OPTION = "reciprocalclubs.kit.v1.permission";
  private static final String RECORDED_OPTION = "reciprocalclubs.kit.v1.recorded";
  private static final String ORIGIN_OPTION = "reciprocalclubs.kit.v1.told_origin";
  private static final String STEP_UP_OPTION = "reciprocalclubs.kit.v1.step_up";
  private static final String ENROLLING_OPTION = "reciprocalclubs.kit.v1.while_enrolling";

  private final List<FileDescriptor> files;
  private final Map<String, Message> prototypes = new LinkedHashMap<>();
  private final Map<String, Rpc> rpcs = new LinkedHashMap<>();

  private Codecs(List<FileDescriptor> files) {
    this.files = List.copyOf(files);
    withImports(files).forEach(file -> file.getMessageTypes().forEach(this::addMessage));
    files.forEach(file -> file.getServices().forEach(this::addService));
  }

  /** The codecs of these files and all they import. */
  public static Codecs of(Collection<FileDescriptor> files) {
    return new Codecs(List.copyOf(files));
  }

  /** The codecs of the whole contract that this build was compiled with. */
  public static Codecs contract() {
    return of(Contract.files());
  }

  /** Makes the bus carry every protobuf message, and only these; call once, before anything is sent. */
  public void register(EventBus bus) {
    bus.registerCodec(new ProtoCodec(this));
    bus.codecSelector(body -> body instanceof Message ? ProtoCodec.NAME : null);
  }

  /** The files of the contract, without what they import. */
  public List<FileDescriptor> files() {
    return files;
  }

  /** Every rpc, in the order of the files. */
  public Collection<Rpc> rpcs() {
    return rpcs.values();
  }

  /**
   * The rpc with that full method name, {@code package.Service/Method}.
   *
   * @throws IllegalArgumentException if the contract has no such rpc
   */
  public Rpc rpc(String fullMethodName) {
    Rpc rpc = rpcs.get(fullMethodName);
    if (rpc == null) {
      throw new IllegalArgumentException("The contract has no rpc " + fullMethodName);
    }
    return rpc;
  }

  /**
   * The default instance of a message type by its full protobuf name.
   *
   * @throws IllegalArgumentException if the contract has no such type
   */
  public Message prototype(String fullTypeName) {
    Message prototype = prototypes.get(fullTypeName);
    if (prototype == null) {
      throw new IllegalArgumentException("The contract has no message type " + fullTypeName);
    }
    return prototype;
  }

  private static Set<FileDescriptor> withImports(Collection<FileDescriptor> files) {
    Set<FileDescriptor> all = new LinkedHashSet<>();
    List<FileDescriptor> open = new ArrayList<>(files);
    while (!open.isEmpty()) {
      FileDescriptor file = open.removeLast();
      if (all.add(file)) {
        open.addAll(file.getDependencies());
      }
    }
    return all;
  }

  private void addMessage(Descriptor type) {
    if (!type.getOptions().getMapEntry()) {
      prototypes.put(type.getFullName(), Contract.generated(type));
      type.getNestedTypes().forEach(this::addMessage);
    }
  }

  private void addService(ServiceDescriptor service) {
    for (MethodDescriptor method : service.getMethods()) {
      String address = service.getFullName() + "/" + method.getName();
      String permission = permission(method);
      if (permission == null || permission.isBlank()) {
        throw new IllegalStateException("The rpc " + address + " declares no permission: add option ("
            + PERMISSION_OPTION + ") = \"public\", \"session\" or the name of a permission");
      }
      Rpc rpc = new Rpc(address, method, permission, repeatable(method),
          says(method, ORIGIN_OPTION), says(method, STEP_UP_OPTION), says(method, ENROLLING_OPTION),
          recorded(method), prototype(method.getInputType().getFullName()),
          prototype(method.getOutputType().getFullName()));
      declared(rpc);
      if (rpcs.put(address, rpc) != null) {
        throw new IllegalStateException("The rpc " + address + " is declared twice");
      }
    }
  }

  /** Whatever changes something, or tells of a person, says what the audit trail keeps of it. */
  private static void declared(Rpc rpc) {
    boolean persons = AboutPersons.in(rpc.response().getDescriptorForType());
    if (rpc.recorded() == Recorded.RECORDED_UNSPECIFIED && (persons || !rpc.reads())) {
      throw new IllegalStateException("The rpc " + rpc.address() + (persons
          ? " answers with what is about a person"
          : " may change something") + " and does not declare what is recorded of it: add option ("
          + RECORDED_OPTION + ")");
    }
    if (rpc.reads() && (rpc.recorded() == Recorded.BY_EVENT || rpc.recorded() == Recorded.BY_CALL)) {
      throw new IllegalStateException("The rpc " + rpc.address()
          + " only reads: it appends no events and changes nothing that could be recorded");
    }
  }

  private static Recorded recorded(MethodDescriptor method) {
    Object declared = option(method, RECORDED_OPTION);
    Recorded known = declared == null
        ? null
        : Recorded.forNumber(((EnumValueDescriptor) declared).getNumber());
    return known == null ? Recorded.RECORDED_UNSPECIFIED : known;
  }

  private static @Nullable String permission(MethodDescriptor method) {
    return (String) option(method, PERMISSION_OPTION);
  }

  private static boolean says(MethodDescriptor method, String option) {
    return Boolean.TRUE.equals(option(method, option));
  }

  private static @Nullable Object option(MethodDescriptor method, String name) {
    return method.getOptions().getAllFields().entrySet().stream()
        .filter(option -> option.getKey().getFullName().equals(name)).map(Map.Entry::getValue).findFirst()
        .orElse(null);
  }

  private static boolean repeatable(MethodDescriptor method) {
    return switch (method.getOptions().getIdempotencyLevel()) {
      case IDEMPOTENT, NO_SIDE_EFFECTS -> true;
      case IDEMPOTENCY_UNKNOWN -> false;
    };
  }
}
