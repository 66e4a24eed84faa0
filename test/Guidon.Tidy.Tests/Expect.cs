namespace Guidon.Tidy.Tests;

internal static class Expect
{
    /// <summary>The real tree obeys; otherwise all offenders are named at once.</summary>
    internal static void Obeyed(Rule rule)
    {
        var offenders = rule(SourceTree.Here).ToList();
        Assert.True(offenders.Count == 0, $"{offenders.Count} in the tree:\n  {string.Join("\n  ", offenders)}");
    }

    internal static void Finds(Rule rule, params (string Path, string Text)[] files) => Assert.NotEmpty(rule(SourceTree.Of(files)));

    internal static void Accepts(Rule rule, params (string Path, string Text)[] files) => Assert.Empty(rule(SourceTree.Of(files)));
}
