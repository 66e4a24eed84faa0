using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Flags;

/// <summary><c>GET /api/__future__/environments/{environment}/features/{feature}/</c>: the complete state.</summary>
internal sealed class GetFlag(IControlPlaneStore store)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var (environment, feature) = (http.PathText("environment"), http.PathId("feature"));
        var reply = await store.ReadAsync(
            plane => FlagRows.Find(plane, caller, environment, feature) is { } rows ? Show(rows) : Reply.NotFound, http.RequestAborted);
        await reply.SendAsync(http);
    }

    /// <summary>What every operation of this API answers in the end.</summary>
    internal static Reply Show(FlagRows rows) => Reply.Tagged(rows.Show(), ContractsJson.Default.FlagAnswer);
}
