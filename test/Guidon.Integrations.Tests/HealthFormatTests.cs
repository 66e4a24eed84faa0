using System.Text.Json;
using Guidon.Integrations.Health;

namespace Guidon.Integrations.Tests;

/// <summary>What bodies say of features; how they are taken stands in the server's own tests.</summary>
public sealed class HealthFormatTests
{
    [Theory]
    [InlineData("Webhook", """{"feature":"a","status":"healthy"}""", "a in all is well")]
    [InlineData("Webhook", """{"feature":"a","status":"unhealthy","environment":"Live"}""", "a in Live is not")]
    [InlineData("Webhook", """{"feature":7,"status":"healthy"}""", "feature: ")]
    [InlineData("Webhook", """{"feature":"a","status":"healthy","reason":{"text_blocks":[{"title":"no text"}]}}""", "reason.text_blocks: ")]
    [InlineData("Grafana", """{"alerts":[]}""", "")]
    [InlineData("Grafana", """{"alerts":7}""", "alerts: ")]
    [InlineData("Grafana", """[]""", "alerts: ")]
    [InlineData("Grafana", """{"alerts":[{"labels":{"alertname":"x"}},7,null]}""", "")]
    [InlineData("Grafana", """{"alerts":[{"labels":{"flagsmith_feature":"a"},"status":"firing","startsAt":"2026-03-01T10:00:00Z"}]}""", "alerts[0].fingerprint: ")]
    [InlineData("Grafana", """{"alerts":[{"labels":{"flagsmith_feature":"a"},"fingerprint":"f","status":"odd"}]}""", "alerts[0].status: ")]
    [InlineData("Grafana", """{"alerts":[{"labels":{"flagsmith_feature":"a"},"fingerprint":"f","status":"resolved","startsAt":"2026-03-01T10:00:00Z"}]}""", "alerts[0].endsAt: ")]
    [InlineData("Grafana", """{"alerts":[{"labels":{"flagsmith_feature":"a","flagsmith_environment":"Live"},"fingerprint":"f","status":"resolved","endsAt":"2026-03-01T10:00:00Z"}]}""", "a in Live is well")]
    public void A_body_is_read_or_says_which_field_is_wrong(string format, string body, string expected)
    {
        var reading = Read(format, body);
        if (expected.EndsWith(": ", StringComparison.Ordinal)) Assert.StartsWith(expected, reading.Error, StringComparison.Ordinal);
        else Assert.Equal((null, expected), (reading.Error, string.Join(", ", reading.Reports.Select(each => $"{each.Feature} in {each.Environment ?? "all"} is {(each.IsHealthy ? "well" : "not")}"))));
    }

    [Fact]
    public void The_sample_that_people_are_shown_is_understood()
    {
        foreach (var format in Catalog.HealthFormats)
        {
            var report = Assert.Single(format.Read(JsonElement.Parse(format.Sample)).Reports);
            Assert.Equal(("checkout", "Production", false), (report.Feature, report.Environment, report.IsHealthy));
            Assert.NotNull(report.Reason);
        }
    }

    [Fact]
    public void An_alert_of_any_length_is_taken_and_its_words_are_cut_where_no_character_is_halved()
    {
        var longText = JsonSerializer.Serialize(string.Concat(Enumerable.Repeat("\U0001F600", 1_500)));
        var reading = Read("Grafana", $$$"""{"alerts":[{"labels":{"flagsmith_feature":"a"},"fingerprint":"f","status":"firing","startsAt":"2026-03-01T10:00:00+01:00","annotations":{"description":{{{longText}}}}}]}""");
        var report = Assert.Single(reading.Reports);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), report.Since);
        var text = JsonElement.Parse(report.Reason!).GetProperty("text_blocks")[0].GetProperty("text").GetString()!;
        Assert.Equal((1_999, '…'), (text.Length, text[^1]));
    }

    private static HealthReading Read(string format, string body) => Catalog.HealthFormats.Single(each => each.Name == format).Read(JsonElement.Parse(body));
}
