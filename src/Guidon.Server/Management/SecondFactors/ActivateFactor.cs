using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.Auth;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.SecondFactors;

/// <summary>
/// <c>POST /api/v1/auth/app/activate/</c>: 200 with a fresh secret, as text and as the link that apps read from a picture; shown this once. Log-ins ask for nothing
/// before it is confirmed. Needs <c>current_password</c> unless the person signed in within the last ten minutes: who has a stolen token must not lock its owner out.
/// </summary>
internal sealed class ActivateFactor(ControlPlaneChanges changes, FactorCodes codes, OwnPassword own, PublicAddress address)
{
    private const string Issuer = "Guidon";

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerMaybeAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        if (await own.CheckUnlessRecentAsync(http, caller, reader) is not { } compared) return;
        await changes.AnswerAsync(http, caller, change =>
        {
            if (UserView.Me(change.Plane, caller) is not { } user) return Reply.NotFound;
            OwnPassword.Confirm(user, compared, reader);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (FactorCodes.Of(change.Plane, user.Id) is not null) return Reply.Invalid("A second factor is on already. Switch it off first, to use another app.");
            var fresh = FactorCodes.NewSecret();
            Store(change, user.Id, codes.Seal(fresh));
            var text = Totp.Text(fresh);
            return Reply.Of(StatusCodes.Status200OK, new FactorSecretAnswer(Totp.Link(IssuerName, user.Email, text), text), ContractsJson.Default.FactorSecretAnswer);
        });
    });

    // Apps that know somebody of the same name from another installation would replace it.
    private string IssuerName => address.IsKnown ? $"{Issuer} {address.Host}" : Issuer;

    private static void Store(Change change, int userId, string sealedSecret)
    {
        if (change.Plane.SecondFactors.SingleOrDefault(each => each.UserId == userId) is { } begun) (begun.SealedSecret, begun.CreatedAt, begun.LastStep) = (sealedSecret, change.Now, 0);
        else change.Plane.Add(new SecondFactor { UserId = userId, SealedSecret = sealedSecret, BackupCodeHashes = "", LastStep = 0, CreatedAt = change.Now });
    }
}
