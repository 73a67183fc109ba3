// Every word about the federation's clubs. Add a language by adding a block.

export default {
  en: {
    clubsTitle: "Clubs of the federation",
    clubsNone: "There are none.",
    clubNew: "Take in a club",
    clubNewText:
      "The club is there at once, with its first administrator, who is mailed a link to choose a password. " +
      "The administrator makes further logins.",
    clubAdmit: "Take in",
    clubName: "Name",
    clubCode: "Code",
    clubCodeHint: "2 to 10 letters and digits, before every member number; empty: from the name",
    clubKind: "Kind",
    clubKinds: { CITY: "City club", YACHT: "Yacht club", GOLF: "Golf club", ALPINE: "Alpine club" },
    clubLocation: "Address",
    clubZone: "Time zone",
    clubZoneHint: "Such as Europe/Zurich; empty where the address tells it",
    clubCountry: "Country",
    clubCountryHint: "Two letters, such as CH; empty where the address tells it",
    clubAdminEmail: "E-mail address of the administrator",
    clubAdminHint: "The invitation goes there",
    clubAdminFirst: "First name",
    clubAdminLast: "Last name",
    clubAdmitted: "{name} is part of the federation. The invitation is on its way.",
    clubStates: { ACTIVE: "Takes part", INACTIVE: "Inactive", SUSPENDED: "Suspended" },
    clubSuspended: "Since {time}: {reason}",
    clubSuspend: "Suspend",
    clubSuspendAsk: "Suspend {name}?",
    clubSuspendText:
      "Everybody of the club, its kiosks and its programs are shut out at once, and its members are admitted " +
      "nowhere. Its partners are told that, but not why.",
    clubReason: "Reason",
    clubReasonHint: "Only operators read it",
    clubIsSuspended: "{name} is suspended.",
    clubReinstate: "Reinstate",
    clubReinstateAsk: "Reinstate {name}?",
    clubReinstateText: "Everything is again as it was before. Its partners are told.",
    clubIsBack: "{name} takes part again.",
  },
};
