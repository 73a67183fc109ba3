package org.reciprocalclubs.edge.operation;

import static org.reciprocalclubs.edge.operation.Operation.rpc;

import java.util.List;
import org.reciprocalclubs.codecs.auth.v1.ApiKeysGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.AuditEntriesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.ClocksGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.ClubsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.CredentialsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.DevicesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.FactorsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.PasskeysGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.ProvidersGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.RolesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.codecs.ledger.v1.OrganisationsGrpcClient;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptsGrpcClient;
import org.reciprocalclubs.codecs.ledger.v1.TransactionsGrpcClient;
import org.reciprocalclubs.codecs.member.v1.LettersGrpcClient;
import org.reciprocalclubs.codecs.member.v1.MembersGrpcClient;
import org.reciprocalclubs.codecs.member.v1.PassesGrpcClient;
import org.reciprocalclubs.codecs.notification.v1.NotificationsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.HouseRulesGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.RestrictionsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;

/**
 * Every operation of REST and GraphQL. To add one: its rpc in the contract, a row here, and for GraphQL a
 * line in {@code resources/graphql}.
 *
 * <p>Writes ask for an Idempotency-Key unless the row is keyless or the contract marks the rpc IDEMPOTENT.
 */
public final class Operations {
  /** The rows. */
  public static final List<Operation> TABLE = List.of(
      // the desk; first because it is asked most
      rpc(VisitsGrpcClient.CheckIn).post("/check-ins").mutation("checkIn").inLane(),
      rpc(VisitsGrpcClient.OverrideCheckIn).post("/check-ins/override").mutation("overrideCheckIn"),
      rpc(VisitsGrpcClient.RecordVisit).post("/visits").mutation("recordVisit"),
      rpc(VisitsGrpcClient.CheckOutVisit).post("/visits/{visitId}/check-out").mutation("checkOutVisit"),
      rpc(VisitsGrpcClient.AnnulVisit).post("/visits/{visitId}/annul").mutation("annulVisit"),
      rpc(VisitsGrpcClient.CancelVisit).post("/visits/{id}/cancel").mutation("cancelVisit"),
      rpc(VisitsGrpcClient.VerifyVisit).post("/visits/{id}/verify").mutation("verifyVisit"),
      rpc(VisitsGrpcClient.CorrectVisit).post("/visits/{id}/correct").mutation("correctVisit"),
      rpc(VisitsGrpcClient.RateVisit).post("/visits/{id}/rate").mutation("rateVisit"),
      rpc(VisitsGrpcClient.DeleteVisitComment).delete("/visits/{id}/comment").mutation("deleteVisitComment"),
      rpc(VisitsGrpcClient.ListVisitHistory).get("/visits/{id}/history").query("visitHistory")
          .answers("entries"),
      rpc(VisitsGrpcClient.ListFlaggedVisits).get("/flagged-visits").query("flaggedVisits"),
      rpc(VisitsGrpcClient.SettleVisit).post("/flagged-visits/{id}/settle").mutation("settleVisit"),
      rpc(VisitsGrpcClient.ListVisits).get("/visits").query("visits"),
      rpc(VisitsGrpcClient.ExportVisits).get("/visits.csv").file("text/csv"),
      rpc(VisitsGrpcClient.ExportMyVisits).get("/me/visits.csv").file("text/csv"),
      rpc(VisitsGrpcClient.GetVisit).get("/visits/{id}").query("visit"),
      rpc(VisitsGrpcClient.ListInside).get("/inside").query("inside"),
      rpc(VisitsGrpcClient.ListMyVisits).get("/me/visits").query("myVisits"),
      rpc(VisitsGrpcClient.ListMyAllowances).get("/me/allowances").query("myAllowances").answers("hosts"),
      // what can be proved of it
      rpc(ReceiptsGrpcClient.GetReceipt).query("receipt"),
      rpc(ReceiptsGrpcClient.ExportReceipt).get("/receipts/{event}").file("application/json"),
      rpc(ReceiptsGrpcClient.ExportReceiptCode).get("/receipts/{event}/qr").file("image/svg+xml"),
      rpc(ReceiptsGrpcClient.ListReceipts).get("/receipts").query("receipts"),
      rpc(OrganisationsGrpcClient.AssignOrganisation).put("/clubs/{clubId}/organisation"),
      rpc(OrganisationsGrpcClient.GetOrganisation).get("/clubs/{clubId}/organisation"),
      // asked for the fields of visits in GraphQL
      rpc(ReceiptsGrpcClient.ListVisitProofs),
      // what is to stand on the clubs' ledger
      rpc(TransactionsGrpcClient.ListTransactions).get("/transactions").query("transactions")
          .answers("nodes"),
      rpc(TransactionsGrpcClient.GetTransaction).get("/transactions/{id}").query("transaction"),
      rpc(TransactionsGrpcClient.SyncLedger).post("/transactions/sync").mutation("syncBlockchainData")
          .answers("done"),
      rpc(TransactionsGrpcClient.RetryTransactions).post("/transactions/retry").mutation("retryTransactions")
          .answers("retried"),
      // reservations
      rpc(ReservationsGrpcClient.RequestReservation).post("/reservations").mutation("requestReservation"),
      rpc(ReservationsGrpcClient.ConfirmReservation).post("/reservations/{id}/confirm")
          .mutation("confirmReservation"),
      rpc(ReservationsGrpcClient.DeclineReservation).post("/reservations/{id}/decline")
          .mutation("declineReservation"),
      rpc(ReservationsGrpcClient.CancelReservation).post("/reservations/{id}/cancel")
          .mutation("cancelReservation"),
      rpc(ReservationsGrpcClient.ListReservations).get("/reservations").query("reservations"),
      rpc(ReservationsGrpcClient.GetReservation).get("/reservations/{id}").query("reservation"),
      rpc(ReservationsGrpcClient.ListExpectedVisitors).get("/expected").query("expected"),
      rpc(ReservationsGrpcClient.ListMyReservations).get("/me/reservations").query("myReservations"),
      rpc(VerdictsGrpcClient.PreviewVerdict).post("/verdicts/preview").keyless().query("previewVerdict"),
      rpc(VerdictsGrpcClient.ReplayVerdict).post("/verdicts/replay").keyless().query("replayVerdict"),
      // agreements
      rpc(AgreementsGrpcClient.ProposeAgreement).post("/agreements").mutation("createReciprocalAgreement"),
      rpc(AgreementsGrpcClient.ListAgreements).get("/agreements").query("reciprocalAgreements"),
      rpc(AgreementsGrpcClient.GetAgreement).get("/agreements/{id}").query("reciprocalAgreement"),
      rpc(AgreementsGrpcClient.ApproveAgreement).post("/agreements/{id}/approve")
          .mutation("approveReciprocalAgreement"),
      rpc(AgreementsGrpcClient.RejectAgreement).post("/agreements/{id}/reject")
          .mutation("rejectReciprocalAgreement"),
      rpc(AgreementsGrpcClient.WithdrawAgreement).post("/agreements/{id}/withdraw")
          .mutation("withdrawReciprocalAgreement"),
      rpc(AgreementsGrpcClient.SuspendAgreement).post("/agreements/{id}/suspend")
          .mutation("suspendReciprocalAgreement"),
      rpc(AgreementsGrpcClient.ResumeAgreement).post("/agreements/{id}/resume")
          .mutation("resumeReciprocalAgreement"),
      rpc(AgreementsGrpcClient.CounterAgreement).post("/agreements/{id}/counter")
          .mutation("counterReciprocalAgreement"),
      rpc(AgreementsGrpcClient.ListAgreementVersions).get("/agreements/{id}/versions")
          .query("reciprocalAgreementVersions"),
      rpc(AgreementsGrpcClient.ListAgreementHistory).get("/agreements/{id}/history")
          .query("reciprocalAgreementHistory"),
      rpc(AgreementsGrpcClient.GetAgreementSaga).get("/agreements/{id}/saga")
          .query("reciprocalAgreementSaga"),
      rpc(AgreementsGrpcClient.ListAgreementExamples).get("/agreements/{id}/examples")
          .query("reciprocalAgreementExamples"),
      rpc(AgreementsGrpcClient.ListTermsExamples).post("/terms/examples").keyless()
          .query("reciprocalTermsExamples"),
      rpc(AgreementsGrpcClient.ProposeAmendment).post("/agreements/{id}/amendment")
          .mutation("proposeReciprocalAmendment"),
      rpc(AgreementsGrpcClient.ApproveAmendment).post("/agreements/{id}/amendment/approve")
          .mutation("approveReciprocalAmendment"),
      rpc(AgreementsGrpcClient.RejectAmendment).post("/agreements/{id}/amendment/reject")
          .mutation("rejectReciprocalAmendment"),
      rpc(AgreementsGrpcClient.WithdrawAmendment).post("/agreements/{id}/amendment/withdraw")
          .mutation("withdrawReciprocalAmendment"),
      rpc(AgreementsGrpcClient.TerminateAgreement).post("/agreements/{id}/terminate")
          .mutation("terminateReciprocalAgreement"),
      rpc(AgreementsGrpcClient.RevokeTermination).post("/agreements/{id}/revoke-termination")
          .mutation("revokeReciprocalTermination"),
      // a club's own rules
      rpc(HouseRulesGrpcClient.SetClubRules).put("/rules").mutation("setClubRules"),
      rpc(HouseRulesGrpcClient.GetClubRules).get("/rules").query("clubRules"),
      rpc(RestrictionsGrpcClient.ImposeRestriction).post("/restrictions").mutation("imposeRestriction"),
      rpc(RestrictionsGrpcClient.LiftRestriction).post("/restrictions/{id}/lift").mutation("liftRestriction"),
      rpc(RestrictionsGrpcClient.GetRestriction).get("/restrictions/{id}").query("restriction"),
      rpc(RestrictionsGrpcClient.ListRestrictions).get("/restrictions").query("restrictions"),
      // members and passes
      rpc(MembersGrpcClient.CreateMember).post("/members").mutation("createMember"),
      rpc(MembersGrpcClient.ListMembers).get("/members").query("members"),
      rpc(MembersGrpcClient.GetMember).get("/members/{id}").query("member"),
      rpc(MembersGrpcClient.GetMemberByNumber).get("/members/by-number/{memberNumber}")
          .query("memberByNumber"),
      rpc(MembersGrpcClient.UpdateMember).patch("/members/{id}").mutation("updateMember")
          .inputInto("profile"),
      rpc(MembersGrpcClient.SuspendMember).post("/members/{id}/suspend").mutation("suspendMember"),
      rpc(MembersGrpcClient.ReactivateMember).post("/members/{id}/reactivate").mutation("reactivateMember"),
      rpc(MembersGrpcClient.ImportMembers).post("/members/import").raw("text/csv"),
      rpc(MembersGrpcClient.GetMyMembership).get("/me/membership").query("myMembership"),
      rpc(PassesGrpcClient.IssuePass).post("/me/pass"),
      rpc(PassesGrpcClient.CheckMyPass).post("/me/pass/check").keyless(),
      rpc(PassesGrpcClient.RevokePasses).post("/members/{memberId}/passes/revoke").mutation("revokePasses"),
      rpc(PassesGrpcClient.RevokeMyPasses).post("/me/passes/revoke").mutation("revokeMyPasses"),
      rpc(PassesGrpcClient.GetRevocationList).get("/passes/revocations"),
      rpc(PassesGrpcClient.RotatePassKey).post("/pass-keys/rotate"),
      rpc(PassesGrpcClient.GetTrustList).get("/trust-list"),
      rpc(PassesGrpcClient.ExportTrustList).get("/trust-list.cose").file("application/cose"),
      rpc(PassesGrpcClient.ExportRevocationList).get("/passes/revocations.cose").file("application/cose"),
      // letters of introduction
      rpc(LettersGrpcClient.IssueLetter).post("/letters").mutation("issueLetter"),
      rpc(LettersGrpcClient.RevokeLetter).post("/letters/{id}/revoke").mutation("revokeLetter"),
      rpc(LettersGrpcClient.ListLetters).get("/letters").query("letters"),
      rpc(LettersGrpcClient.GetLetter).get("/letters/{id}").query("letter"),
      rpc(LettersGrpcClient.ListMyLetters).get("/me/letters").query("myLetters").answers("letters"),
      // notices
      rpc(NotificationsGrpcClient.ListNotifications).get("/me/notifications").query("notifications"),
      rpc(NotificationsGrpcClient.GetNotification).get("/me/notifications/{id}").query("notification"),
      rpc(NotificationsGrpcClient.CountUnread).get("/me/notifications/unread-count")
          .query("unreadNotificationCount").answers("count"),
      rpc(NotificationsGrpcClient.MarkNotificationRead).post("/me/notifications/{id}/read")
          .mutation("markNotificationRead"),
      rpc(NotificationsGrpcClient.MarkAllNotificationsRead).post("/me/notifications/read-all")
          .mutation("markAllNotificationsRead").answers("done"),
      rpc(NotificationsGrpcClient.CreateNotification).post("/notifications").mutation("createNotification")
          .answers("notifications"),
      // sessions and users
      rpc(SessionsGrpcClient.Login).post("/sessions").keyless().mutation("login").credentials(),
      rpc(SessionsGrpcClient.CompleteLogin).post("/sessions/complete").keyless().mutation("completeLogin")
          .credentials(),
      rpc(SessionsGrpcClient.RefreshToken).post("/sessions/refresh").keyless().mutation("refreshToken"),
      rpc(SessionsGrpcClient.Logout).delete("/sessions/current").mutation("logout").answers("ended"),
      rpc(SessionsGrpcClient.SwitchClub).post("/sessions/switch").keyless().mutation("switchClub"),
      rpc(SessionsGrpcClient.ListMySessions).get("/me/sessions").query("sessions").answers("sessions"),
      rpc(SessionsGrpcClient.EndMySession).delete("/me/sessions/{id}").mutation("endSession")
          .answers("ended"),
      rpc(SessionsGrpcClient.EndMyOtherSessions).post("/me/sessions/end-others").mutation("endOtherSessions")
          .answers("ended"),
      rpc(SessionsGrpcClient.ListUserSessions).get("/users/{userId}/sessions").query("userSessions")
          .answers("sessions"),
      rpc(SessionsGrpcClient.EndUserSessions).post("/users/{userId}/sessions/end")
          .mutation("endUserSessions").answers("ended"),
      rpc(SessionsGrpcClient.RotateSigningKey).post("/token-keys/rotate"),
      rpc(SessionsGrpcClient.Register).post("/users/register").keyless().mutation("register").credentials(),
      rpc(SessionsGrpcClient.GetMe).get("/me").query("me"),
      // second factors
      rpc(FactorsGrpcClient.ListFactors).get("/me/factors").query("factors"),
      rpc(FactorsGrpcClient.BeginTotp).post("/me/factors/totp").keyless().mutation("beginTotp"),
      rpc(FactorsGrpcClient.ConfirmTotp).post("/me/factors/{id}/confirm").keyless().mutation("confirmTotp")
          .credentials(),
      rpc(FactorsGrpcClient.RemoveFactor).delete("/me/factors/{id}").mutation("removeFactor")
          .answers("removed"),
      rpc(FactorsGrpcClient.RenewRecoveryCodes).post("/me/recovery-codes").keyless()
          .mutation("renewRecoveryCodes").answers("codes"),
      rpc(FactorsGrpcClient.StepUp).post("/sessions/current/step-up").keyless().mutation("stepUp")
          .credentials(),
      // passkeys
      rpc(PasskeysGrpcClient.ListPasskeys).get("/me/passkeys").query("passkeys").answers("passkeys"),
      rpc(PasskeysGrpcClient.BeginPasskey).post("/me/passkeys/begin").keyless().mutation("beginPasskey"),
      rpc(PasskeysGrpcClient.ConfirmPasskey).post("/me/passkeys").keyless().mutation("confirmPasskey"),
      rpc(PasskeysGrpcClient.RenamePasskey).patch("/me/passkeys/{id}").mutation("renamePasskey"),
      rpc(PasskeysGrpcClient.RemovePasskey).delete("/me/passkeys/{id}").mutation("removePasskey")
          .answers("removed"),
      rpc(PasskeysGrpcClient.BeginPasskeyLogin).post("/sign-in/passkey/begin").keyless()
          .mutation("beginPasskeyLogin"),
      rpc(PasskeysGrpcClient.FinishPasskeyLogin).post("/sign-in/passkey/finish").keyless()
          .mutation("finishPasskeyLogin").credentials(),
      rpc(PasskeysGrpcClient.BeginPasskeyStepUp).post("/sessions/current/step-up/begin").keyless()
          .mutation("beginPasskeyStepUp"),
      // sign-in at a club's own provider
      rpc(ProvidersGrpcClient.ListSignInClubs).get("/sign-in/clubs").query("signInClubs").answers("clubs"),
      rpc(ProvidersGrpcClient.BeginOutsideLogin).post("/sign-in/begin").keyless()
          .mutation("beginOutsideLogin").credentials(),
      rpc(ProvidersGrpcClient.FinishOutsideLogin).post("/sign-in/finish").keyless()
          .mutation("finishOutsideLogin").credentials(),
      rpc(ProvidersGrpcClient.LoginWithIdToken).post("/sign-in/id-token").keyless()
          .mutation("loginWithIdToken").credentials(),
      rpc(ProvidersGrpcClient.GetProvider).get("/provider").query("provider"),
      rpc(ProvidersGrpcClient.SetProvider).put("/provider").mutation("setProvider"),
      rpc(ProvidersGrpcClient.RemoveProvider).delete("/provider").mutation("removeProvider")
          .answers("removed"),
      rpc(CredentialsGrpcClient.RequestPasswordReset).post("/password/forgotten").keyless()
          .mutation("requestPasswordReset").answers("done").credentials(),
      rpc(CredentialsGrpcClient.ResetPassword).post("/password/reset").keyless().mutation("resetPassword")
          .answers("done").credentials(),
      rpc(CredentialsGrpcClient.ChangePassword).post("/me/password").keyless().mutation("changePassword")
          .answers("done").credentials(),
      rpc(CredentialsGrpcClient.RequestEmailVerification).post("/me/email/verification").keyless()
          .mutation("requestEmailVerification").answers("done").credentials(),
      rpc(CredentialsGrpcClient.VerifyEmail).post("/email/verify").keyless().mutation("verifyEmail")
          .answers("done").credentials(),
      rpc(UsersGrpcClient.CreateUser).post("/users"),
      rpc(UsersGrpcClient.ListUsers).get("/users"),
      rpc(UsersGrpcClient.ConfirmUser).post("/users/{id}/confirm"),
      rpc(UsersGrpcClient.RemoveUserFactors).delete("/users/{userId}/factors").mutation("removeUserFactors")
          .answers("removed"),
      rpc(UsersGrpcClient.SuspendUser).post("/users/{userId}/suspend").mutation("suspendUser"),
      rpc(UsersGrpcClient.ReinstateUser).post("/users/{userId}/reinstate").mutation("reinstateUser"),
      // roles
      rpc(RolesGrpcClient.ListPermissions).get("/permissions").query("permissions").answers("permissions"),
      rpc(RolesGrpcClient.ListRoles).get("/roles").query("roles").answers("roles"),
      rpc(RolesGrpcClient.CreateRole).post("/roles").mutation("createRole"),
      rpc(RolesGrpcClient.UpdateRole).put("/roles/{id}").mutation("updateRole"),
      rpc(RolesGrpcClient.DeleteRole).delete("/roles/{id}").mutation("deleteRole").answers("deleted"),
      rpc(RolesGrpcClient.ListRoleAssignments).get("/role-assignments").query("roleAssignments")
          .answers("assignments"),
      rpc(RolesGrpcClient.AssignRole).put("/users/{userId}/roles/{role}").mutation("assignRole"),
      rpc(RolesGrpcClient.WithdrawRole).delete("/users/{userId}/roles/{role}").mutation("withdrawRole")
          .answers("withdrawn"),
      // keys of programs
      rpc(ApiKeysGrpcClient.CreateApiKey).post("/api-keys").mutation("createApiKey"),
      rpc(ApiKeysGrpcClient.ListApiKeys).get("/api-keys").query("apiKeys").answers("keys"),
      rpc(ApiKeysGrpcClient.RevokeApiKey).post("/api-keys/{id}/revoke").mutation("revokeApiKey"),
      rpc(ApiKeysGrpcClient.ExchangeApiKey).post("/api-keys/token").credentials(),
      // the audit trail
      rpc(AuditEntriesGrpcClient.ListAuditEntries).get("/audit-entries").query("auditEntries"),
      rpc(AuditEntriesGrpcClient.ExportAuditEntries).get("/audit-entries.csv").file("text/csv"),
      rpc(AuditEntriesGrpcClient.ExportAuditLines).get("/audit-entries.jsonl").file("application/jsonl"),
      // clubs
      rpc(ClubsGrpcClient.ListClubs).get("/clubs").query("clubs").answers("clubs"),
      rpc(ClubsGrpcClient.GetMyClub).get("/clubs/mine").query("myClub"),
      rpc(ClubsGrpcClient.SetClubTier).post("/clubs/{clubId}/tier"),
      rpc(ClubsGrpcClient.UpdateClub).patch("/clubs/mine"),
      rpc(ClubsGrpcClient.GetClub).get("/clubs/{id}").query("club"),
      rpc(ClubsGrpcClient.ImportClubs).post("/clubs/import").raw("application/geo+json", "text/csv"),
      rpc(ClubsGrpcClient.AppointAdmin).post("/clubs/{clubId}/admins"),
      rpc(ClubsGrpcClient.OnboardClub).post("/clubs"),
      rpc(ClubsGrpcClient.SuspendClub).post("/clubs/{clubId}/suspend"),
      rpc(ClubsGrpcClient.ReinstateClub).post("/clubs/{clubId}/reinstate"),
      // devices
      rpc(DevicesGrpcClient.CreateEnrolmentCode).post("/enrolment-codes"),
      rpc(DevicesGrpcClient.EnrolDevice).post("/devices").credentials(),
      rpc(DevicesGrpcClient.IssueDeviceToken).post("/devices/token"),
      rpc(DevicesGrpcClient.ListDevices).get("/devices"),
      rpc(DevicesGrpcClient.RevokeDevice).post("/devices/{id}/revoke"),
      // the platform's time
      rpc(ClocksGrpcClient.GetClock).get("/clock"),
      rpc(ClocksGrpcClient.SetClock).put("/clock"));

  private Operations() {}
}
