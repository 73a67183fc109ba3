package org.reciprocalclubs.codecs;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Finds the generated classes of the contract through the descriptor set that protoc wrote beside them. */
final class Contract {
  private static final String DESCRIPTOR_SET = "/reciprocalclubs/contract.desc";

  private Contract() {}

  /** The descriptors of every proto file of the contract that holds a message. */
  static List<FileDescriptor> files() {
    return read(DESCRIPTOR_SET).getFileList().stream().filter(file -> file.getMessageTypeCount() > 0)
        .map(Contract::load).toList();
  }

  /** The default instance of the class that protoc generated for this type. */
  static Message generated(Descriptor type) {
    String name = javaName(type);
    try {
      return Internal.getDefaultInstance(Class.forName(name).asSubclass(Message.class));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "The message " + type.getFullName() + " has no generated class " + name + " on the class path", e);
    }
  }

  private static FileDescriptor load(FileDescriptorProto file) {
    String name = file.getOptions().getJavaPackage() + "." + file.getMessageType(0).getName();
    try {
      Class<? extends Message> type = Class.forName(name).asSubclass(Message.class);
      return Internal.getDefaultInstance(type).getDescriptorForType().getFile();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("The file " + file.getName() + " has no generated class " + name
          + ": it needs java_package and java_multiple_files", e);
    }
  }

  private static String javaName(Descriptor type) {
    Descriptor outer = type.getContainingType();
    return outer == null ? prefix(type.getFile()) + type.getName() : javaName(outer) + "$" + type.getName();
  }

  /** Google's own descriptor.proto nests its messages in one class; the contract's files do not. */
  private static String prefix(FileDescriptor file) {
    String name = file.getOptions().getJavaPackage() + ".";
    return file.getOptions().getJavaMultipleFiles()
        ? name
        : name + file.getOptions().getJavaOuterClassname() + "$";
  }

  private static FileDescriptorSet read(String resource) {
    try (InputStream in = Contract.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The class path lacks the contract's descriptor set " + resource);
      }
      return FileDescriptorSet.parseFrom(in);
    } catch (IOException e) {
      throw new IllegalStateException("The contract's descriptor set is not readable", e);
    }
  }
}
