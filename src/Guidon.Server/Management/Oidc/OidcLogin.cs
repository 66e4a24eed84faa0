using Guidon.Dashboard;
using Guidon.Server.Access;
using Guidon.Server.Management.Auth;
using Guidon.Storage.Model;
using OpenIddict.Abstractions;

namespace Guidon.Server.Management.Oidc;

/// <summary>
/// <c>GET /api/guidon/v1/oidc/login?to=/ui/…</c> sends a browser to the provider; where that sends it back to, the person is signed in to the
/// dashboard with a token like that of a password, or reads on the sign-in page why not.
/// </summary>
internal sealed partial class OidcLogin(
    OidcOptions options, OidcClient client, ControlPlaneChanges changes, Tokens tokens, InstallationSecret secret, PublicAddress address, ILogger<OidcLogin> logger)
{
    internal const string Path = "/api/guidon/v1/oidc/login";
    private const string Away = "The provider cannot be reached now, or does not describe itself as it should. Try again, or sign in with a password.";
    private const string Denied = "The provider did not let you in.";
    private const string Broken = "The provider's answer could not be trusted. Begin again on this page.";
    private const string Used = "This log-in was used already. Begin again on this page.";

    // Longer than a state lives, so that none is forgotten while it would be believed.
    private static readonly TimeSpan s_stateLife = TimeSpan.FromHours(1);

    private readonly Admission _admission = new(options);

    internal async Task SendAsync(HttpContext http)
    {
        address.ApplyTo(http.Request);
        if (await client.TrySendAsync(http, (string?)http.Request.Query["to"] ?? "/")) return;
        Log.Unreachable(logger, options.Issuer);
        DashboardHost.TurnAway(http, Away);
    }

    internal async Task ReceiveAsync(HttpContext http)
    {
        address.ApplyTo(http.Request);
        var answer = await client.ReadAsync(http);
        if (answer.Person is not { Subject.Length: > 0 } person)
        {
            Log.Refused(logger, options.Issuer, $"{answer.Error ?? OpenIddictConstants.Errors.InvalidToken} {answer.Reason}".TrimEnd());
            DashboardHost.TurnAway(http, answer.Error switch
            {
                OpenIddictConstants.Errors.AccessDenied => Denied,
                OpenIddictConstants.Errors.ServerError or OpenIddictConstants.Errors.TemporarilyUnavailable => Away,
                _ => Broken,
            });
            return;
        }

        await changes.AnswerAsync(http, Caller.Nobody(person.Email), change => Admit(change, person, answer));
    }

    private Reply Admit(Change change, ProviderPerson person, ProviderAnswer answer)
    {
        var hash = secret.Hash($"oidc state {answer.State}");
        if (change.Plane.UsedStates.Any(each => each.StateHash == hash)) return TurnAway(Used);
        if (!_admission.TryAdmit(change, person, out var user, out var refusal)) return TurnAway(refusal);
        change.Plane.RemoveRange(change.Plane.UsedStates.Where(each => each.ExpiresAt < change.Now));
        change.Plane.Add(new UsedState { StateHash = hash, ExpiresAt = change.Now + s_stateLife });
        change.Plane.SaveChanges();
        change.Caller = Callers.Of(change.Plane, user);
        var (token, _) = tokens.Issue(change, user, isExternal: true);
        return new Reply(Refuses: false, http =>
        {
            DashboardHost.SignIn(http, token, answer.To);
            return Task.CompletedTask;
        });
    }

    private Reply TurnAway(string sentence)
    {
        Log.Refused(logger, options.Issuer, sentence);
        return new Reply(Refuses: true, http =>
        {
            DashboardHost.TurnAway(http, sentence);
            return Task.CompletedTask;
        });
    }

    private static partial class Log
    {
        [LoggerMessage(2050, LogLevel.Warning, "Refused a log-in through {Issuer}: {Reason}")]
        internal static partial void Refused(ILogger logger, string issuer, string reason);

        [LoggerMessage(2051, LogLevel.Warning, "Could not send a log-in to {Issuer}: its discovery document could not be read")]
        internal static partial void Unreachable(ILogger logger, string issuer);
    }
}
