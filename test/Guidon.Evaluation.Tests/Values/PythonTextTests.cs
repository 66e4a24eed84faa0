using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Tests.Values;

public sealed class PythonTextTests
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(100.0, "100.0")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012, "0.00012")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(-0.000012, "-1.2e-05")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(9999999999999998.0, "9999999999999998.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e16, "1.5e+16")]
    [InlineData(1e22, "1e+22")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(2.2250738585072014e-308, "2.2250738585072014e-308")]
    [InlineData(-1.7976931348623157e308, "-1.7976931348623157e+308")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    [InlineData(double.NaN, "nan")]
    public void Floats_are_printed_as_repr_prints_them(double value, string text) => Assert.Equal(text, PythonText.OfFloat(value));

    [Fact]
    public void A_trait_is_printed_as_it_came_and_not_as_it_was_coerced()
    {
        TraitValue[] values =
        [
            TraitValue.Text("pro"), TraitValue.Text("007"), TraitValue.Text("1.50"), TraitValue.Number("30"), TraitValue.Number("2.50"),
            TraitValue.Number("1.0"), TraitValue.Boolean(true), TraitValue.Boolean(false), TraitValue.Null,
        ];

        Assert.Equal(["pro", "007", "1.50", "30", "2.5", "1.0", "True", "False", ""], values.Select(value => value.ToPythonText()));
    }

    [Fact]
    public void A_trait_keeps_its_json()
    {
        Assert.Equal("\"a\\u0022b\\uFFFD\"", TraitValue.Text("a\"b\ud800").Json);
        Assert.Equal("1.50", TraitValue.Number("1.50").Json);
        Assert.Equal((TraitKind.Integer, TraitKind.Float, TraitKind.Float), (TraitValue.Number("1").Kind, TraitValue.Number("1.0").Kind, TraitValue.Number("1e3").Kind));
        Assert.Equal(("null", "true"), (TraitValue.Null.Json, TraitValue.Boolean(true).Json));
    }
}
