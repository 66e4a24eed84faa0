using System.Text.Json;
using Guidon.Receivers;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Vendors;

/// <summary>What other languages say to a signed request: both libraries of npm, and Python by hand.</summary>
public static class WebhookVerification
{
    /// <summary>Whoever is asked verifies both signatures over the raw bytes, and Python would have written the same ones.</summary>
    public static async Task AssertAsync(ReceiverRequest request, string secret, string legacySecret)
    {
        foreach (var verified in (JsonElement[])[await InNodeAsync(request, secret, legacySecret), await InPythonAsync(request, secret, legacySecret)])
            Assert.All(verified.EnumerateObject(), result => Assert.True(result.Value.ValueKind == JsonValueKind.True, result.ToString()));
    }

    public static Task<JsonElement> InNodeAsync(ReceiverRequest request, string secret, string legacySecret) =>
        AskAsync("verify-webhooks.mjs", request, secret, legacySecret);

    private static Task<JsonElement> InPythonAsync(ReceiverRequest request, string secret, string legacySecret) =>
        AskAsync("verify-webhooks.py", request, secret, legacySecret);

    private static async Task<JsonElement> AskAsync(string program, ReceiverRequest request, string secret, string legacySecret)
    {
        var answer = await SdkProgram.AskAsync(program, new
        {
            requests = new[]
            {
                new
                {
                    headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value),
                    body = Convert.ToBase64String(request.Raw),
                    secret,
                    legacySecret,
                },
            },
        });
        return answer[0];
    }
}
