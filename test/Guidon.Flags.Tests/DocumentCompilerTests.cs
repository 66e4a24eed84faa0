using Guidon.Evaluation;

namespace Guidon.Flags.Tests;

public sealed class DocumentCompilerTests
{
    private readonly FlagSet _shop = DocumentCompiler.Compile(Documents.Read(Documents.Shop));

    [Theory]
    [InlineData("alice", "control", "control text", "DEFAULT", false)]
    [InlineData("bob", "variant_a", "A", "SPLIT; weight=30", true)]
    [InlineData("carol", "control", "control text", "DEFAULT", false)]
    [InlineData("dave", "variant_a", "A", "SPLIT; weight=30", false)]
    [InlineData("grace", "control", "control text", "DEFAULT", true)]
    [InlineData("用户-9", "control", "control text", "DEFAULT", false)]
    public void The_sample_document_gives_the_worked_answers(string identifier, string variant, string value, string reason, bool inSplit)
    {
        var hero = Documents.Outcome(_shop, "hero", new(identifier, []));
        var checkout = Documents.Outcome(_shop, "checkout_v3", new(identifier, []));

        Assert.Equal((variant, $"\"{value}\"", reason), (hero.Variant, hero.ValueJson, hero.Reason));
        if (identifier == "alice") Assert.Equal("TARGETING_MATCH; segment=identity_overrides", checkout.Reason);
        else Assert.Equal(inSplit ? "TARGETING_MATCH; segment=beta_testers" : "DEFAULT", checkout.Reason);
    }

    [Fact]
    public void A_trait_that_the_segment_names_gives_its_override()
    {
        var checkout = Documents.Outcome(_shop, "checkout_v3", new("carol", [new("plan", TraitValue.Text("pro"), false)]));

        Assert.Equal(("TARGETING_MATCH; segment=beta_testers", "\"new\"", 310, 5120), (checkout.Reason, checkout.ValueJson, checkout.SegmentId, checkout.StateId));
    }

    [Fact]
    public void Without_an_identity_no_segment_and_no_variant_counts()
    {
        var hero = _shop.Outcomes[Evaluator.EnvironmentOutcome(_shop, _shop.FindFlag("hero"))];

        Assert.Equal(("\"control text\"", null, "DEFAULT"), (hero.ValueJson, hero.Variant, hero.Reason));
    }

    [Fact]
    public void Outcomes_are_numbered_environment_first_then_segments_and_identities_not_at_all()
    {
        var all = _shop.Outcomes.Select(outcome => (_shop.Flags[outcome.FlagIndex].Name, outcome.Ordinal, outcome.Variant, outcome.SegmentId));

        Assert.Equal(
            [
                ("checkout_v3", 0, null, null),
                ("hero", 0, "control", null),
                ("hero", 1, "variant_a", null),
                ("hero", 2, null, null),
                ("checkout_v3", 1, null, 310),
                ("checkout_v3", -1, null, null),
            ],
            all);
    }

    [Fact]
    public void Flags_are_found_by_name_with_and_without_case()
    {
        Assert.Equal(1, _shop.FindFlag("hero"));
        Assert.Equal(-1, _shop.FindFlag("Hero"));
        Assert.Equal(1, _shop.FindFlagIgnoringCase("HERO"));
    }

    [Fact]
    public void The_version_names_the_content_and_not_the_time()
    {
        var document = Documents.Read(Documents.Shop);

        var touched = DocumentCompiler.Compile(document with { UpdatedAt = DateTimeOffset.UnixEpoch });
        var changed = DocumentCompiler.Compile(document with { Name = "Staging" });

        Assert.Equal(_shop.Version, touched.Version);
        Assert.NotEqual(_shop.Version, changed.Version);
    }
}
