using Guidon.Tidy.Tests.Rules;
using Xunit.Abstractions;

namespace Guidon.Tidy.Tests;

public sealed class SizeTests(ITestOutputHelper output)
{
    [Fact]
    public void No_file_is_longer_than_400_lines() => Expect.Obeyed(SizeRules.LongFiles);

    [Fact]
    public void No_method_is_longer_than_70_lines() => Expect.Obeyed(SizeRules.LongMethods);

    /// <summary>Not a gate: the figures to aim at are medians of 60 and 9 lines, and this is where they are read.</summary>
    [Fact]
    public void The_sizes_of_the_tree_are_reported()
    {
        foreach (var part in (string[])["src", "test", "bench"]) output.WriteLine(SizeRules.Report(SourceTree.Here, part));
    }

    [Fact]
    public void A_file_of_401_lines_is_found_and_one_of_400_is_not()
    {
        Expect.Finds(SizeRules.LongFiles, ("src/Guidon.Flags/A.cs", Lines(401)));
        Expect.Accepts(SizeRules.LongFiles, ("src/Guidon.Flags/A.cs", Lines(400)));
    }

    [Fact]
    public void A_method_of_71_lines_is_found_and_one_of_70_is_not()
    {
        Expect.Finds(SizeRules.LongMethods, ("test/X.Tests/A.cs", Method(71)));
        Expect.Accepts(SizeRules.LongMethods, ("test/X.Tests/A.cs", Method(70)));
    }

    private static string Method(int lines) => $"class A\n{{\n    void M()\n    {{\n{Lines(lines - 3)}    }}\n}}\n";

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("// line\n", count));
}
