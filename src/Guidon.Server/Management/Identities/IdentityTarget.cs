using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Identities;

/// <summary>Finds and shows stored identities.</summary>
internal static class IdentityTarget
{
    /// <summary>The identity that the path names and its environment; <see langword="null"/> when there is no such thing for the caller.</summary>
    internal static (ProjectEnvironment Environment, Identity Identity)? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return null;
        var id = http.PathLongId("identity");
        return plane.Identities.SingleOrDefault(each => each.Id == id && each.EnvironmentId == environment.Id) is { } identity ? (environment, identity) : null;
    }

    internal static Reply Answer(int status, Identity identity) => Reply.Of(status, Show(identity), ContractsJson.Default.IdentitySummary);

    internal static IReadOnlyList<IdentitySummary> Show(IReadOnlyList<Identity> identities) => [.. identities.Select(Show)];

    private static IdentitySummary Show(Identity identity) => new(identity.Id, identity.Identifier, identity.EnvironmentId, identity.CreatedAt.UtcDateTime);
}
