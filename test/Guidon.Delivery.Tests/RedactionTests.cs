using System.Text;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Integrations;

namespace Guidon.Delivery.Tests;

public sealed class RedactionTests
{
    private static readonly Redaction s_redaction = new(
        Catalog.Find("amplitude")!, new SettingsValues([new("api_key", "0123456789abcdef"), new("base_url", "https://api2.amplitude.com")]));

    [Fact]
    [Trait("Row", "SEC-05")]
    public void Secrets_of_the_destination_never_stay_in_a_detail() =>
        Assert.Equal(
            "time; http 400: bad key ****cdef", s_redaction.Clean("time", Answer("bad key 0123456789abcdef")));

    [Fact]
    [Trait("Row", "SEC-05")]
    public async Task A_receiver_that_echoes_the_whole_request_leaves_no_secret_in_what_is_kept()
    {
        const string Key = "key with \"marks\" & 100 %";
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = request => new Reply(400, $"{string.Join('\n', request.Headers.Values)} {request.Text} ?key={Uri.EscapeDataString(Key)}");
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("segment", ("api_key", Key), ("base_url", receiver.Address.ToString()));
        bench.Start();
        await bench.AppendAsync("user-a");

        Assert.Equal(1, (await bench.DrainAsync(destination)).Parked);

        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + ":"));
        Assert.Equal($"Basic {basic}", receiver.Requests[0].Header("Authorization"));
        var detail = Assert.Single(await bench.Storage.Parked.ListAsync(new ParkedQuery(), default, 10, default)).Parked.Detail;
        Assert.Contains("user-a", detail);
        Assert.Contains("Basic ****00 %", detail);
        foreach (var text in (string[])[basic, "with", Uri.EscapeDataString(Key)]) Assert.DoesNotContain(text, detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_breaks_and_other_control_characters_become_spaces() =>
        Assert.Equal("http 400: a b c", s_redaction.Clean("", Answer("a\nb\0c")));

    [Fact]
    public void A_detail_has_at_most_four_kilobytes_and_ends_with_a_whole_character()
    {
        var detail = s_redaction.Clean("", Answer(new string('ü', 40_000)));

        Assert.InRange(Encoding.UTF8.GetByteCount(detail), 4_090, 4_096);
        Assert.EndsWith("ü", detail, StringComparison.Ordinal);
    }

    private static Answer Answer(string body) => new() { Status = 400, Body = Encoding.UTF8.GetBytes(body) };
}
