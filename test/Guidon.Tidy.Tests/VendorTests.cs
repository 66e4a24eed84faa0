using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class VendorTests
{
    [Fact]
    public void Only_the_room_of_integrations_names_a_vendor() => Expect.Obeyed(VendorRules.NamedOutside);

    [Theory]
    [InlineData("var route = \"/integrations/amplitude/\";")]
    [InlineData("// as Mixpanel wants it")]
    [InlineData("var kind = \"heap\";")]
    [InlineData("enum Kind { SegmentIo }")]
    public void A_vendor_in_another_room_is_found(string text) => Expect.Finds(VendorRules.NamedOutside, ("src/Guidon.Server/A.cs", text));

    [Theory]
    [InlineData("// kept off the heap")]
    [InlineData("record Segment(string Name);")]
    public void A_common_word_is_accepted(string text) => Expect.Accepts(VendorRules.NamedOutside, ("src/Guidon.Server/A.cs", text));

    [Fact]
    public void A_vendor_in_its_own_room_is_accepted() => Expect.Accepts(VendorRules.NamedOutside, ("src/Guidon.Integrations/Amplitude.cs", "class Amplitude;"));
}
