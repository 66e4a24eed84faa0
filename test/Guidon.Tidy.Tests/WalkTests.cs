using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class WalkTests
{
    [Fact]
    public void The_map_has_at_most_200_lines() => Expect.Obeyed(WalkRules.TooLong);

    [Fact]
    public void The_map_names_only_files_that_are_there() => Expect.Obeyed(WalkRules.LostFiles);

    [Fact]
    public void The_map_has_the_three_walks() => Expect.Obeyed(WalkRules.MissingWalks);

    [Fact]
    public void A_walk_stays_short() => Expect.Obeyed(WalkRules.LongWalks);

    [Fact]
    public void A_lost_file_on_a_walk_is_found()
    {
        Expect.Finds(WalkRules.LostFiles, Map(1, "src/A/Gone.cs"));
        Expect.Accepts(WalkRules.LostFiles, Map(1, "src/A/Here.cs"), ("src/A/Here.cs", ""));
    }

    [Fact]
    public void A_walk_of_eight_files_or_five_rooms_is_found()
    {
        Expect.Finds(WalkRules.LongWalks, Map(1, [.. Enumerable.Range(1, 8).Select(step => $"src/A/Step{step}.cs")]));
        Expect.Finds(WalkRules.LongWalks, Map(1, [.. Enumerable.Range(1, 5).Select(step => $"src/Room{step}/Step.cs")]));
        Expect.Accepts(WalkRules.LongWalks, Map(1, [.. Enumerable.Range(1, 7).Select(step => $"src/A/Step{step}.cs")]));
    }

    [Fact]
    public void A_walk_that_nobody_wrote_is_found() => Expect.Finds(WalkRules.MissingWalks, Map(1, "src/A/Here.cs"));

    private static (string, string) Map(int number, params string[] files) =>
        ("ARCHITECTURE.md", $"# Map\n\n## Walk {number}: a thing\n{string.Concat(files.Select(file => $"1. `{file}` does it\n"))}\n## After\n");
}
