using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class PaperTests
{
    private const string Page = """
        # 1. A thing
        ## Status
        Accepted.
        ## Context
        Why.
        ## Options
        Two.
        ## Decision
        One.
        ## What would change our mind
        A measurement.
        """;

    [Fact]
    public void A_fragment_of_the_changelog_has_a_valid_name_and_a_text() => Expect.Obeyed(PaperRules.Fragments);

    [Fact]
    public void A_decision_has_a_number_of_its_own() => Expect.Obeyed(PaperRules.DecisionNames);

    [Fact]
    public void A_decision_has_all_five_sections() => Expect.Obeyed(PaperRules.DecisionSections);

    [Fact]
    public void A_decision_is_one_page() => Expect.Obeyed(PaperRules.LongDecisions);

    [Fact]
    public void A_decision_that_is_referred_to_exists() => Expect.Obeyed(PaperRules.LostDecisions);

    [Fact]
    public void A_package_has_a_line_that_says_what_for() => Expect.Obeyed(PaperRules.UnexplainedPackages);

    [Fact]
    public void Package_versions_stand_in_one_file() => Expect.Obeyed(PaperRules.ScatteredVersions);

    [Fact]
    public void A_word_is_explained_once() => Expect.Obeyed(PaperRules.WordsSaidTwice);

    [Fact]
    public void A_word_that_is_explained_is_used() => Expect.Obeyed(PaperRules.UnusedWords);

    [Theory]
    [InlineData("changes/First.added.md")]
    [InlineData("changes/first.new.md")]
    public void A_misnamed_fragment_is_found(string path) => Expect.Finds(PaperRules.Fragments, (path, "text"));

    [Fact]
    public void A_good_fragment_is_accepted() => Expect.Accepts(PaperRules.Fragments, ("changes/first-start.added.md", "text"));

    [Fact]
    public void A_decision_without_a_number_or_with_a_used_one_is_found()
    {
        Expect.Finds(PaperRules.DecisionNames, ("docs/decisions/sqlite.md", Page));
        Expect.Finds(PaperRules.DecisionNames, ("docs/decisions/0001-a.md", Page), ("docs/decisions/0001-b.md", Page));
    }

    [Fact]
    public void A_decision_with_an_empty_section_is_found()
    {
        Expect.Finds(PaperRules.DecisionSections, ("docs/decisions/0001-a.md", Page.Replace("Two.\n", "", StringComparison.Ordinal)));
        Expect.Accepts(PaperRules.DecisionSections, ("docs/decisions/0001-a.md", Page));
    }

    [Fact]
    public void A_reference_to_a_lost_decision_is_found()
    {
        Expect.Finds(PaperRules.LostDecisions, ("README.md", "see docs/decisions/0009-gone.md"));
        Expect.Accepts(PaperRules.LostDecisions, ("README.md", "see docs/decisions/0001"), ("docs/decisions/0001-a.md", Page));
    }

    [Fact]
    public void A_package_without_a_reason_is_found() =>
        Expect.Finds(PaperRules.UnexplainedPackages, ("Directory.Packages.props", "<Project><PackageVersion Include=\"Any\" Version=\"1.0.0\" /></Project>"));

    [Fact]
    public void A_version_in_a_project_is_found() =>
        Expect.Finds(PaperRules.ScatteredVersions, ("src/A/A.csproj", "<Project><PackageReference Include=\"Any\" Version=\"1.0.0\" /></Project>"));

    [Fact]
    public void A_word_that_is_unused_or_explained_twice_is_found()
    {
        var words = ("docs/words.md", "| word | meaning |\n|---|---|\n| flag set, flag | x |\n| flag | y |\n");
        Expect.Finds(PaperRules.WordsSaidTwice, words);
        Expect.Finds(PaperRules.UnusedWords, words);
        Expect.Accepts(PaperRules.UnusedWords, words, ("src/Guidon.Flags/FlagSet.cs", "class FlagSet;"));
    }
}
