using System.Text.Json;
using Guidon.Integrations.Health;

namespace Guidon.Integrations.Webhook;

/// <summary>
/// <c>{"feature", "environment", "status": "healthy" | "unhealthy", "reason": {"text_blocks": [{"text", "title"}], "url_blocks": [{"url", "title"}]}}</c>; environment and
/// reason may be left out. The names are those of the original.
/// </summary>
internal static class WebhookHealth
{
    private const string Sample = """
        {
          "feature": "checkout",
          "environment": "Production",
          "status": "unhealthy",
          "reason": {
            "text_blocks": [{"title": "Errors", "text": "4 % of all orders"}],
            "url_blocks": [{"title": "Runbook", "url": "https://wiki.example/checkout"}]
          }
        }
        """;

    internal static HealthFormat Format { get; } = new(
        "Webhook", "A script or program of yours. It names the feature, the environment if it is about one, and healthy or unhealthy as the status; the reason may be left out.", Sample, Read);

    private static HealthReading Read(JsonElement body)
    {
        if (body.Text("feature") is not { } feature) return HealthReading.Wrong("feature: the name of a feature is required.");
        if (body.Text("status") is not ("healthy" or "unhealthy")) return HealthReading.Wrong("status: healthy or unhealthy is required.");
        var reason = body.Object("reason");
        List<(string Text, string? Title)> texts = [.. reason.Items("text_blocks").Select(block => (block.Text("text") ?? "", block.Text("title")))];
        List<(string Url, string? Title)> urls = [.. reason.Items("url_blocks").Select(block => (block.Text("url") ?? "", block.Text("title")))];
        if (texts.Count > HealthWords.BlocksMax || urls.Count > HealthWords.BlocksMax) return HealthReading.Wrong($"reason: at most {HealthWords.BlocksMax} blocks of a kind.");
        if (!texts.TrueForAll(each => Fits(each.Text) && Fits(each.Title ?? "-"))) return HealthReading.Wrong($"reason.text_blocks: each needs a text, of at most {HealthWords.CharsMax} characters.");
        if (!urls.TrueForAll(each => HealthWords.IsAddress(each.Url) && Fits(each.Title ?? "-"))) return HealthReading.Wrong("reason.url_blocks: each needs a url of http or https.");
        return new HealthReading(
            [
                new HealthReport(feature, body.Text("environment"), body.Text("status") == "healthy")
                {
                    Reason = texts.Count + urls.Count == 0 ? null : HealthWords.Write(texts, urls),
                },
            ],
            null);
    }

    private static bool Fits(string text) => text.Length is > 0 and <= HealthWords.CharsMax;
}
