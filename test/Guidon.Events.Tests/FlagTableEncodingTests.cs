namespace Guidon.Events.Tests;

public sealed class FlagTableEncodingTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("1.0")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("false")]
    [InlineData("\"a \\u0022quoted\\u0022 text\"")]
    public void A_value_keeps_its_json_text(string json)
    {
        var table = Some.Table(1, 1, 2);
        var row = table.Flags[0] with { Outcomes = [Some.Outcome(1) with { Value = new EventValue(json), Weight = 33.3, Variant = "v" }] };
        table = table with { Flags = [row] };

        var bytes = FlagTableEncoding.Encode(table);
        var decoded = FlagTableEncoding.Decode(bytes);

        Assert.NotNull(decoded);
        Assert.Equal(row.Outcomes.AsEnumerable(), decoded.Flags[0].Outcomes);
        Assert.Equal(table.Segments.AsEnumerable(), decoded.Segments);
        Assert.Equal(FlagTableEncoding.Hash(bytes), FlagTableEncoding.Hash(FlagTableEncoding.Encode(decoded)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Damaged_bytes_are_no_table(string json) => Assert.Null(FlagTableEncoding.Decode(System.Text.Encoding.UTF8.GetBytes(json)));
}
