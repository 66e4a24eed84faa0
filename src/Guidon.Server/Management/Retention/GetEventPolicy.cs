using Guidon.Events.Retention;

namespace Guidon.Server.Management.Retention;

/// <summary><c>GET /api/guidon/v1/environments/{environment}/retention</c>: how long events are kept, and which traits they hold.</summary>
internal sealed class GetEventPolicy(OwnEnvironments environments, IRetentionStore store)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await environments.FindAsync(http, caller) is not { } environment) return;
        var policies = await store.PoliciesAsync(http.RequestAborted);
        await EventPolicyView.SendAsync(http, policies.GetValueOrDefault(environment, EventPolicy.Default));
    }
}
