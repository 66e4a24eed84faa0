using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The environment in a path, for the organisation that asks.</summary>
internal sealed class OwnEnvironments(IControlPlaneStore store)
{
    /// <returns>Its id; <see langword="null"/> when the caller has none of this key: 404 was sent.</returns>
    internal async Task<int?> FindAsync(HttpContext http, Caller caller)
    {
        var key = http.PathText("environment");
        var id = await store.ReadAsync(plane => plane.FindEnvironment(caller, key)?.Id, http.RequestAborted);
        if (id is null) await Answers.DetailAsync(http, StatusCodes.Status404NotFound, ErrorCodes.NotFound, "Not found.");
        return id;
    }
}
