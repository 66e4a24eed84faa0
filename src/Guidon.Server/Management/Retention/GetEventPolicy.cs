using Guidon.Events.Retention;
using Guidon.Server.Access;

namespace Guidon.Server.Management.Retention;

/// <summary><c>GET /api/guidon/v1/environments/{environment}/retention</c>: how long events are kept, and which traits they hold.</summary>
internal sealed class GetEventPolicy(EnvironmentKeys environments, IRetentionStore store)
{
    internal async Task InvokeAsync(HttpContext http)
    {
        if (environments.FindClient((string?)http.GetRouteValue("environment") ?? "") is not { } grant)
        {
            await EventPolicyView.NotFoundAsync(http);
            return;
        }

        var policies = await store.PoliciesAsync(http.RequestAborted);
        await EventPolicyView.SendAsync(http, policies.GetValueOrDefault(grant.State.Current.Id, EventPolicy.Default));
    }
}
