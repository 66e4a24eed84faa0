namespace Guidon.Delivery.Tests;

public sealed class DeliveryOptionsTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.True(new DeliveryOptionsValidator().Validate(null, new DeliveryOptions()).Succeeded);

    [Fact]
    public void All_errors_come_at_once()
    {
        var result = new DeliveryOptionsValidator().Validate(
            null, new DeliveryOptions { AllowedNetworks = ["10.0.0.0/8", "10.0.0.0/40", "here"], RequestsMax = 0 });

        Assert.Equal(2, result.Failures!.Count());
        Assert.Contains("10.0.0.0/40, here", result.FailureMessage, StringComparison.Ordinal);
    }
}
