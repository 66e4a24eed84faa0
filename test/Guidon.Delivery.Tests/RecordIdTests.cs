namespace Guidon.Delivery.Tests;

public sealed class RecordIdTests
{
    [Fact]
    public void Ids_are_those_of_version_five_of_the_standard() =>
        // RFC 9562, appendix A.4: the DNS namespace and "www.example.com".
        Assert.Equal(
            Guid.Parse("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
            RecordId.Of(Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"));
}
