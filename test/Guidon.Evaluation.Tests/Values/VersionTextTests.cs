using CsCheck;
using Guidon.Evaluation.Values;
using NuGet.Versioning;

namespace Guidon.Evaluation.Tests.Values;

public sealed class VersionTextTests
{
    // Lower-case letters and small numbers: NuGet's comparer ignores case and stops at 32 bits.
    private static readonly Gen<string> Label = Gen.OneOf(Gen.Int[0, 30].Select(n => n.ToString()), Words("a", "b", "rc", "x-1", "-", "0a", "01", "alpha", ""));
    private static readonly Gen<string> Number = Gen.OneOf(Gen.Int[0, 30].Select(n => n.ToString()), Words("00", "01", "", "a"), Gen.Int[0, 30].Select(n => n.ToString()));
    private static readonly Gen<string> Version = Gen.Select(
        Gen.Int[0, 30].Select(n => n.ToString()), Gen.Int[0, 30].Select(n => n.ToString()), Number, Label.Array[0, 3], Label.Array[0, 2],
        (major, minor, patch, labels, build) =>
            $"{major}.{minor}.{patch}" + (labels.Length > 0 ? "-" + string.Join('.', labels) : "") + (build.Length > 0 ? "+" + string.Join('.', build) : ""));

    [Fact]
    public void What_parses_and_how_it_compares_agrees_with_a_second_strict_parser() => Gen.Select(Version, Version).Sample(
        (left, right) =>
        {
            var leftParses = VersionText.TryParse(left, out var leftParts);
            var rightParses = VersionText.TryParse(right, out var rightParts);
            Assert.Equal(SemanticVersion.TryParse(left, out var leftOracle), leftParses);
            Assert.Equal(SemanticVersion.TryParse(right, out var rightOracle), rightParses);
            if (leftParses && rightParses)
                Assert.Equal(Math.Sign(leftOracle!.CompareTo(rightOracle)), Math.Sign(VersionText.Compare(left, leftParts, right, rightParts)));
        },
        iter: 50_000);

    [Fact]
    public void The_order_of_the_standards_own_example_holds()
    {
        string[] ascending =
        [
            "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1",
            "1.1.0", "1.10.0", "2.0.0",
        ];

        for (var i = 0; i < ascending.Length; i++)
            for (var j = 0; j < ascending.Length; j++)
                Assert.Equal(i.CompareTo(j), Math.Sign(Compare(ascending[i], ascending[j])));
    }

    [Fact]
    public void Labels_differ_by_case_and_numbers_have_any_size()
    {
        Assert.True(Compare("1.0.0-RC", "1.0.0-rc") < 0);
        Assert.True(Compare("1.0.99999999999999999999", "1.0.99999999999999999998") > 0);
        // Why the second parser is not the one in use.
        Assert.Equal(0, SemanticVersion.Parse("1.0.0-RC").CompareTo(SemanticVersion.Parse("1.0.0-rc")));
        Assert.False(SemanticVersion.TryParse("1.0.99999999999999999999", out _));
    }

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static int Compare(string left, string right)
    {
        Assert.True(VersionText.TryParse(left, out var leftParts) & VersionText.TryParse(right, out var rightParts));
        return VersionText.Compare(left, leftParts, right, rightParts);
    }
}
