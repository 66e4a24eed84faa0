using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Integrations;

namespace Guidon.Delivery.Tests;

/// <summary>A destination whose receiver wants to know who calls. That the certificate is shown is tested with a real server.</summary>
public sealed class ClientCertificateTests
{
    [Fact]
    [Trait("Row", "SEC-06")]
    public async Task A_certificate_that_has_ended_holds_before_anything_is_sent()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var certificate = Made(SomeEvents.Start.AddDays(-1), SomeEvents.Start.AddDays(10), "word");
        var destination = await bench.AddAsync(
            "webhook", ("url", receiver.Address.ToString()), ("client_certificate", certificate), ("client_certificate_password", "word"));
        bench.Start();
        await bench.AppendAsync("a");
        Assert.Equal(1, (await bench.DrainAsync(destination)).Delivered);

        bench.Clock.Advance(TimeSpan.FromDays(11));
        await bench.AppendAsync("b");
        await bench.StateAsync(destination, DestinationState.Held);

        Assert.Equal("client_certificate_expired", (await bench.StatusAsync(destination)).Destination.HeldReason);
        Assert.Single(receiver.Requests);
        await bench.ChangeAsync(destination, ("url", receiver.Address.ToString()), ("client_certificate", Made(SomeEvents.Start, SomeEvents.Start.AddDays(90), "")));
        Assert.Equal(2, (await bench.DrainAsync(destination)).Delivered);
    }

    [Theory]
    [InlineData("another word")]
    [InlineData("word")]
    public async Task A_certificate_that_does_not_open_any_more_holds_and_nothing_is_sent_without_it(string password)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var certificate = Made(SomeEvents.Start.AddDays(-1), SomeEvents.Start.AddDays(10), "word");
        if (password == "word") certificate = certificate[..^8];
        var destination = await bench.AddAsync(
            "webhook", ("url", receiver.Address.ToString()), ("client_certificate", certificate), ("client_certificate_password", password));
        bench.Start();
        await bench.AppendAsync("a");

        await bench.StateAsync(destination, DestinationState.Held);

        Assert.Equal("settings_unreadable", (await bench.StatusAsync(destination)).Destination.HeldReason);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public void Its_end_is_told_30_7_and_1_days_before_and_once_each()
    {
        var watch = new CertificateWatch();
        var end = SomeEvents.Start.AddDays(40);

        int?[] told = [.. Enumerable.Range(0, 41).Select(day => watch.News(1, end, SomeEvents.Start.AddDays(day)))];

        Assert.Equal([(10, 30), (33, 7), (39, 1)], told.Select((days, day) => (day, days)).Where(each => each.days is not null).Select(each => (each.day, each.days!.Value)));
        Assert.Equal(7, watch.News(2, end, SomeEvents.Start.AddDays(35)));
    }

    [Theory]
    [InlineData("no base64", "")]
    [InlineData("AAAA", "")]
    [InlineData(null, "another word")]
    public async Task What_cannot_be_opened_is_refused_when_it_is_saved(string? written, string password)
    {
        var certificate = written ?? Made(SomeEvents.Start, SomeEvents.Start.AddDays(1), "word");
        var check = new SettingsCheck(new AddressGuard(new DeliveryOptions(), (_, _) => Task.FromResult<System.Net.IPAddress[]>([]), TimeProvider.System));

        var result = await check.CheckAsync(
            Catalog.Find("webhook")!,
            JsonSerializer.SerializeToElement(new { url = "https://public.example/", client_certificate = certificate, client_certificate_password = password }),
            null,
            default);

        Assert.Equal(["Must be a PKCS#12 file in base64 that the password opens."], result.Errors.ByField["client_certificate"]);
    }

    [Fact]
    public void It_is_shown_by_its_end_only()
    {
        var values = new SettingsValues([new("url", "https://public.example/"), new("client_certificate", "0123456789abcdef"), new("client_certificate_password", "word")]);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            SettingsView.Write(writer, Catalog.Find("webhook")!, values);
            writer.WriteEndObject();
        }

        var shown = JsonElement.Parse(bytes.ToArray());

        Assert.Equal(
            ("****cdef", "****"), (shown.GetProperty("client_certificate").GetString(), shown.GetProperty("client_certificate_password").GetString()));
    }

    private static string Made(DateTimeOffset from, DateTimeOffset until, string password)
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=guidon.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(from, until);
        return Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12, password));
    }
}
