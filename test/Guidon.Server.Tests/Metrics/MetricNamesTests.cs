using System.Diagnostics.Metrics;
using Guidon.Doubles;
using Guidon.Server.Health;
using Guidon.Server.Tests.Processes;
using Microsoft.AspNetCore.Builder;

namespace Guidon.Server.Tests.Metrics;

/// <summary>The names that people's dashboards read already, and where else the numbers go.</summary>
public sealed class MetricNamesTests
{
    [Fact]
    public async Task The_original_s_names_stand_beside_ours_when_they_are_wanted()
    {
        await using var server = await GuidonProcess.StartAsync(With(("GUIDON_Metrics__RequestNames", "true")));
        await using var plain = await GuidonProcess.StartAsync();
        await server.EvaluateAsync("alice");
        using (await server.Http.GetAsync(new Uri("no/such/path/of-nobody", UriKind.Relative))) { }
        using (await server.Http.SendAsync(new HttpRequestMessage(new HttpMethod("INVENTED"), "api/v1/flags/"))) { }

        string[] lines = [];
        await Eventually.TrueAsync("requests are counted, which each is after its answer", async () =>
        {
            lines = (await server.Http.GetStringAsync("metrics")).Split('\n');
            return Counted("200").Any(line => line.Contains("method=\"POST\"", StringComparison.Ordinal) && line.Contains("route=\"/api/v1/identities/\"", StringComparison.Ordinal))
                && Counted("404").Any() && Counted("405").Any();
        });

        Assert.Contains(lines, line => line.StartsWith("flagsmith_http_server_request_duration_seconds_bucket{", StringComparison.Ordinal) && line.Contains("le=\"0.005\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("flagsmith_http_server_response_size_bytes_bucket{", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("flagsmith_build_info{", StringComparison.Ordinal) && line.Contains("version=", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("http_server_request_duration_seconds_bucket{", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("flagsmith", StringComparison.Ordinal) && (line.Contains("of-nobody", StringComparison.Ordinal) || line.Contains("INVENTED", StringComparison.Ordinal)));
        Assert.DoesNotContain("flagsmith_", await plain.Http.GetStringAsync("metrics"), StringComparison.Ordinal);

        IEnumerable<string> Counted(string status) => lines.Where(line =>
            line.StartsWith("flagsmith_http_server_requests_total{", StringComparison.Ordinal) && line.Contains($"response_status=\"{status}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(3_000, false)]
    public async Task As_many_destinations_are_told_apart_as_the_node_is_set_to(int seriesMax, bool isOver)
    {
        using var provider = MetricsSetup.Build(new MetricsOptions { SeriesMax = seriesMax });
        using var meter = new Meter("Guidon.Test");
        var counter = meter.CreateCounter<long>("guidon.test.attempts");
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseOpenTelemetryPrometheusScrapingEndpoint(provider, null, "/metrics", null, null);
        await app.StartAsync();
        for (var destination = 1; destination <= 2_500; destination++) counter.Add(1, new KeyValuePair<string, object?>("destination", destination));

        using var http = new HttpClient();
        var lines = (await http.GetStringAsync(new Uri(app.Urls.Single() + "/metrics"))).Split('\n').Where(line => line.StartsWith("guidon_test_attempts_total{", StringComparison.Ordinal)).ToList();

        Assert.Equal(isOver, lines.Exists(line => line.Contains("otel_metric_overflow", StringComparison.Ordinal)));
        if (!isOver) Assert.Equal(2_500, lines.Count);
    }

    [Fact]
    public async Task A_collector_is_sent_the_same_numbers_in_protobuf()
    {
        await using var collector = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(With(
            ("GUIDON_Metrics__OtlpEndpoint", collector.Address.ToString()), ("GUIDON_Metrics__OtlpProtocol", "http"), ("GUIDON_Metrics__OtlpSeconds", "1")));
        await server.CreateAsync("webhook", new { url = collector.Address });
        await server.EvaluateAsync("alice");

        OtlpMetrics? read = null;
        await Eventually.TrueAsync("the destination's numbers arrive", () =>
        {
            var pushed = collector.Requests.LastOrDefault(request => request.Path == "/v1/metrics");
            read = pushed is null ? null : OtlpMetrics.Read(pushed.Body);
            return read?.Metrics.ContainsKey("guidon.ledger.residual.events") == true && read.Metrics.ContainsKey("guidon.evaluations");
        });

        Assert.Equal("application/x-protobuf", collector.Requests.First(request => request.Path == "/v1/metrics").Header("Content-Type"));
        Assert.Equal("guidon", read!.Resource["service.name"]);
        Assert.Equal(("{event}", 1), read.Metrics["guidon.ledger.residual.events"]);
        Assert.Equal("{build}", read.Metrics["guidon.build.info"].Unit);
        Assert.All(read.Metrics.Keys, name => Assert.Matches("^[a-z][a-z0-9_.]*$", name));
        Assert.DoesNotContain(read.Metrics.Keys, name => name.StartsWith("guidon_", StringComparison.Ordinal));   // there dots divide
    }

    [Fact]
    public async Task A_clock_that_differs_from_the_receiver_s_is_told()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => new Reply(200) { Headers = { ["Date"] = TimeProvider.System.GetUtcNow().AddMinutes(-10).ToString("R") } };
        await using var server = await GuidonProcess.StartAsync(With(("GUIDON_Monitoring__EvaluationSeconds", "1"), ("GUIDON_Delivery__LedgerSeconds", "1")));
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await server.DrainAsync("webhook");

        var summary = "";
        await Eventually.TrueAsync("it fires", async () => (summary = (await server.GetAsync("alerts?state=firing")).GetProperty("results").EnumerateArray()
            .Where(alert => alert.GetProperty("rule").GetString() == "ClockSkew").Select(alert => alert.GetProperty("summary").GetString()).FirstOrDefault() ?? "").Length > 0);

        // What the answer took on its way is taken for a difference of the clocks: a second or two, and more on a machine that is busy.
        Assert.Matches("the receivers' clocks are -(599|6[0-2][0-9]) s ahead of this node's", summary);
        receiver.Answer = _ => 200;
        await Eventually.TrueAsync("a right answer takes its place", async () =>
        {
            await server.EvaluateAsync("alice");
            return (await server.Http.GetStringAsync("metrics")).Split('\n').Any(line => line.StartsWith("guidon_delivery_clock_offset_seconds{", StringComparison.Ordinal)
                && Math.Abs(double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)) < 30);
        });
    }

    private static ServerSettings With(params (string Name, string Text)[] variables) => new() { Variables = variables.ToDictionary(each => each.Name, each => each.Text) };
}
