using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>How operations that only read answer.</summary>
internal static class StoreReads
{
    /// <summary>Makes the reply from one moment of the database and sends it.</summary>
    internal static async Task AnswerAsync(this IControlPlaneStore store, HttpContext http, Func<ControlPlane, Reply> read)
    {
        var reply = await store.ReadAsync(read, http.RequestAborted);
        await reply.SendAsync(http);
    }
}
