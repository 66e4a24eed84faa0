using Guidon.Flags.Checks;
using Guidon.Flags.Documents;

namespace Guidon.Flags.Tests.Checks;

public sealed class DocumentChecksTests
{
    private readonly EnvironmentDocument _shop = Documents.Read(Documents.Shop);

    [Fact]
    public void A_sound_document_has_no_findings() => Assert.Empty(DocumentChecks.Check(_shop));

    [Fact]
    public void Findings_of_segments_carry_the_path_from_the_document()
    {
        var segment = _shop.Project.Segments[0] with { Rules = [new() { Type = "SOME" }] };

        var finding = Assert.Single(DocumentChecks.Check(_shop with { Project = _shop.Project with { Segments = [segment] } }));

        Assert.Equal(("unknown_rule_type", "project.segments[0].rules[0].type"), (finding.Code, finding.Field));
    }

    [Fact]
    public void Names_that_differ_by_case_only_are_refused()
    {
        var state = _shop.FeatureStates[0] with { Feature = new(99, "HERO", "STANDARD") };

        Assert.Equal("name_taken", Assert.Single(DocumentChecks.Check(_shop with { FeatureStates = _shop.FeatureStates.Add(state) })).Code);
    }

    [Fact]
    public void Shares_above_100_percent_are_refused()
    {
        var hero = _shop.FeatureStates[1];
        var option = hero.MultivariateValues[0];
        var greedy = hero with { MultivariateValues = [option with { PercentageAllocation = 60 }, option with { PercentageAllocation = 41 }] };

        Assert.Equal("weights_above_100", Assert.Single(DocumentChecks.Check(_shop with { FeatureStates = [_shop.FeatureStates[0], greedy] })).Code);
    }

    [Fact]
    public void Ambiguities_on_which_sdks_disagree_are_warned_of()
    {
        var segment = _shop.Project.Segments[0];
        var doubled = _shop with
        {
            Project = _shop.Project with { Segments = [segment, segment with { Id = 311, Name = "again" }] },
            IdentityOverrides = [_shop.IdentityOverrides[0], _shop.IdentityOverrides[0]],
        };

        Assert.Equal(["equal_priorities", "identifier_twice"], DocumentChecks.Check(doubled).Select(finding => finding.Code));
    }
}
