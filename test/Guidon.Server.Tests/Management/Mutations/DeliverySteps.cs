using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>Deliveries and where they go.</summary>
internal static class DeliverySteps
{
    private const string Root = "/api/guidon/v1/";

    // The destination stands still meanwhile, so that nothing is delivered or parked by itself.
    internal static async Task DoDeliveriesAsync(this MutationSteps steps)
    {
        await DoAlertsAsync(steps);
        await steps.DoAsync("POST", Root + "destinations/{id}/pause");
        await steps.DoAsync("POST", Root + "replays", new { destination = 1, mode = "resend_failed" });
        await steps.DoAsync("POST", Root + "replays/{id}/pause");
        await steps.DoAsync("POST", Root + "replays/{id}/resume");
        await steps.DoAsync("POST", Root + "replays/{id}/cancel");
        await Eventually.TrueAsync("all are parked again", async () => (await steps.Server.GetAsync("parked")).GetProperty("results").GetArrayLength() == 4);
        var parked = await steps.Things.ReadParkedAsync();
        await steps.DoAsync("POST", Root + "parked/{id}/retry");
        await steps.DoAsync("POST", Root + "parked/{id}/cancel", new { reason = "x" }, $"{Root}parked/{parked[1]}/cancel");
        await steps.DoAsync("POST", Root + "parked/cancel", new { reason = "x", identity = "carol" });
        await steps.DoAsync("POST", Root + "parked/retry", new { });
        await steps.DoAsync("POST", Root + "destinations/{id}/hold");
        await steps.DoAsync("POST", Root + "destinations/{id}/resume");
        await steps.DoAsync("PUT", Root + "environments/{environment}/retention", new { days = 30 });
        await steps.DoAsync("DELETE", Root + "environments/{environment}/identities/{identifier}", null, Root + "environments/{environment}/identities/alice");
    }

    internal static async Task DoDestinationsAsync(this MutationSteps steps, Uri receiver)
    {
        foreach (var owner in (string[])["environments/{environment}/", "projects/{project}/", "organisations/{organisation}/"])
        {
            foreach (var path in (string[])["integrations/{integration}/", "webhooks/"])
            {
                if (owner.StartsWith("projects", StringComparison.Ordinal) && path == "webhooks/") continue;
                var pattern = $"/api/v1/{owner}{path}";
                await steps.DoAsync("PUT", pattern + "{id}/", new { url = $"{receiver}changed", base_url = receiver, api_key = "BK" });
                await steps.DoAsync("PATCH", pattern + "{id}/", new { url = $"{receiver}again", base_url = receiver, api_key = "CK" });
                await steps.DoAsync("DELETE", pattern + "{id}/");
                await steps.DoAsync("POST", pattern, new { url = receiver, base_url = receiver, api_key = "DK" });
            }
        }
    }

    // What is parked keeps its alert open.
    private static async Task DoAlertsAsync(MutationSteps steps)
    {
        var id = 0;
        await Eventually.TrueAsync("what is parked is an alert", async () =>
        {
            var open = (await steps.Server.GetAsync("alerts")).GetProperty("results").EnumerateArray().Where(alert => alert.GetProperty("rule").GetString() == "EventsWaitForPerson");
            return (id = open.Select(alert => alert.GetProperty("id").GetInt32()).FirstOrDefault()) > 0;
        });
        await steps.DoAsync("POST", Root + "alerts/{id}/acknowledge", null, $"{Root}alerts/{id}/acknowledge");
        await steps.DoAsync("POST", Root + "alerts/{id}/silence", new { minutes = 5 }, $"{Root}alerts/{id}/silence");
    }
}
