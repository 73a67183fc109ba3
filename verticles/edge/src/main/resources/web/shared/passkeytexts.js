// Texts about passkeys, for the pages that have some. Add a language by adding a block.

export default {
  en: {
    passkeys: "Passkeys",
    passkeysLead:
      "A passkey on your phone, computer or security key logs you in by your fingerprint, face or PIN, " +
      "without a password or a code.",
    passkeysNotHere: "This browser has no passkeys, so that none can be added here.",
    passkeyAdd: "Add a passkey",
    passkeyMake: "Go on",
    passkeyName: "Name, such as the device it is on",
    passkeyAdded: "Added: {what}.",
    passkeyRename: "Rename",
    passkeyRenameOf: "Rename: {what}",
    passkeyRenamed: "Renamed: {what}.",
    passkeySuspected: "Stopped",
    passkeySuspectedWhy:
      "Somebody used a copy of this passkey, or so it seems: it logs nobody in any more. Remove it, and " +
      "tell your club's office if you do not know why.",
    passkeyLogIn: "Log in with a passkey",
    passkeyProve: "Use a passkey",
    passkeyDeclined: "The passkey was not used: that was cancelled, or took too long.",
    passkeyThereAlready: "This device has one of your passkeys already.",
    passkeyImpossible: "This browser or device cannot do that.",
  },
};
