using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.Auth;

namespace Guidon.Server.Management.SecondFactors;

/// <summary>
/// <c>POST /api/v1/auth/app/activate/confirm/</c> with a first <c>code</c> of the app: 200 with the backup codes, shown this once, and from now on log-ins with the
/// password ask for a code.
/// </summary>
internal sealed class ConfirmFactor(ControlPlaneChanges changes, FactorCodes codes, LoginGate gate)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var code = FactorCodes.Read(reader);
        if (reader.Errors.Any)
        {
            await reader.Errors.SendAsync(http);
            return;
        }

        if (await gate.IsCodeRefusedAsync(http, caller.Name)) return;
        await changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.SecondFactors.SingleOrDefault(each => each.UserId == caller.UserId && each.ConfirmedAt == null) is not { } factor)
                return Reply.Invalid("There is nothing to confirm: ask for a secret first.");
            if (!codes.Takes(factor, code, change.Now))
            {
                reader.Errors.Add("code", "Code invalid or expired.");
                return Reply.Invalid(reader.Errors);
            }

            factor.ConfirmedAt = change.Now;
            return Reply.Of(StatusCodes.Status200OK, new BackupCodesAnswer(codes.NewBackupCodes(factor)), ContractsJson.Default.BackupCodesAnswer);
        });
    });
}
