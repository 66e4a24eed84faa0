using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.ServerKeys;

/// <summary>Finds and shows server-side keys. The whole key is shown once, by who makes it; afterwards nobody has it.</summary>
internal static class ServerKeyView
{
    internal static ServerKey? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return null;
        var id = http.PathId("key");
        return plane.ServerKeys.SingleOrDefault(each => each.Id == id && each.EnvironmentId == environment.Id);
    }

    internal static ServerKeyAnswer Show(ServerKey key, string? whole = null) =>
        new(key.Id, whole ?? "ser.****" + key.LastFour, key.Active, key.CreatedAt.UtcDateTime, key.Name, key.ExpiresAt?.UtcDateTime);
}
