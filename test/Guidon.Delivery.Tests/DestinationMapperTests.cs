using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Integrations;

namespace Guidon.Delivery.Tests;

/// <summary>What people see of requests.</summary>
public sealed class DestinationMapperTests
{
    [Fact]
    public void Secrets_and_what_is_derived_from_them_are_veiled()
    {
        var values = new SettingsValues([new("url", "https://example.org/hook?key=my-shared-secret"), new("secret", "my-shared-secret"), new("format", "legacy")]);
        var mapper = new DestinationMapper(Catalog.Find("webhook")!, values, new ClearProtector());

        var request = mapper.Request(new DecodedEvent(SomeEvents.Evaluated("alice", SomeEvents.Flag("button", "\"my-shared-secret\""))), SomeEvents.Start);

        Assert.NotNull(request);
        Assert.DoesNotContain("my-shared-secret", request.ToString() + string.Concat(request.Headers));
        Assert.Equal("****", request.Headers.Single(header => header.Key == "X-Flagsmith-Signature").Value);
        Assert.Contains("alice", request.Body);
    }
}
