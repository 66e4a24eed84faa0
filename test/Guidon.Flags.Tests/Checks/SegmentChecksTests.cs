using Guidon.Flags.Checks;
using Guidon.Flags.Documents;

namespace Guidon.Flags.Tests.Checks;

public sealed class SegmentChecksTests
{
    [Theory]
    [InlineData("plan", "EQUAL", "pro", "")]
    [InlineData("plan", "IS_SET", null, "")]
    [InlineData("", "PERCENTAGE_SPLIT", "25", "")]
    [InlineData("plan", "NOT_CONTAINS", ":semver", "")]
    [InlineData("plan", "IN", "[\"a\"]", "")]
    [InlineData("plan", "IN", "a,b", "")]
    [InlineData("plan", "EQUAL", "1.2.3:semver", "")]
    [InlineData("$.identity.traits['a b']", "EQUAL", "x", "")]
    [InlineData("plan", "STARTS_WITH", "pro", "Error unknown_operator")]
    [InlineData("plan", "EQUAL", null, "Error no_value")]
    [InlineData("", "EQUAL", "pro", "Warning no_property")]
    [InlineData("plan", "REGEX", "(", "Warning invalid_pattern")]
    [InlineData("plan", "REGEX", "\\p{L}", "Warning invalid_pattern")]
    [InlineData("plan", "REGEX", "(?=a)a", "Warning slow_pattern")]
    [InlineData("plan", "MODULO", "0|1", "Warning invalid_modulo")]
    [InlineData("plan", "MODULO", "2", "Warning invalid_modulo")]
    [InlineData("", "PERCENTAGE_SPLIT", "many", "Warning invalid_percentage")]
    [InlineData("", "PERCENTAGE_SPLIT", "101", "Warning invalid_percentage")]
    [InlineData("", "PERCENTAGE_SPLIT", "-1", "Warning invalid_percentage")]
    [InlineData("plan", "LESS_THAN", "v1:semver", "Warning invalid_version")]
    [InlineData("plan", "IN", "[a,b]", "Warning list_is_not_json")]
    [InlineData("$.identity..x", "EQUAL", "x", "Warning invalid_path")]
    public void A_condition_is_found_sound_or_told_what_is_wrong(string property, string name, string? value, string expected)
    {
        var findings = SegmentChecks.Check(Segment(new() { Type = "ALL", Conditions = [new() { Property = property, Operator = name, Value = value }] }));

        Assert.Equal(expected, string.Join("; ", findings.Select(finding => $"{finding.Severity} {finding.Code}")));
        Assert.All(findings, finding => Assert.StartsWith("rules[0].conditions[0].", finding.Field, StringComparison.Ordinal));
    }

    [Fact]
    public void Limits_are_errors_that_name_the_limit()
    {
        var condition = new ConditionDocument { Property = "plan", Operator = "IS_SET" };
        var deep = Enumerable.Range(0, 11).Aggregate(new RuleDocument { Type = "ALL" }, (inner, _) => new() { Type = "ALL", Rules = [inner] });
        var wide = new RuleDocument { Type = "ALL", Conditions = [.. Enumerable.Repeat(condition, 101)] };
        var many = new RuleDocument { Type = "ALL", Rules = [.. Enumerable.Repeat(new RuleDocument { Type = "ANY" }, 1_000)] };
        var full = wide with { Conditions = [.. Enumerable.Repeat(condition, 100)] };

        Assert.Equal("nested_too_deep", Assert.Single(SegmentChecks.Check(Segment(deep))).Code);
        Assert.Contains("100", Assert.Single(SegmentChecks.Check(Segment(wide))).Message, StringComparison.Ordinal);
        Assert.Equal("too_many_rules", Assert.Single(SegmentChecks.Check(Segment(many))).Code);
        Assert.Empty(SegmentChecks.Check(Segment(full)));
        Assert.Equal("no_rules", Assert.Single(SegmentChecks.Check(new() { Id = 1, Name = "s" })).Code);
        Assert.Equal("unknown_rule_type", Assert.Single(SegmentChecks.Check(Segment(new() { Type = "SOME" }))).Code);
    }

    private static SegmentDocument Segment(RuleDocument rule) => new() { Id = 1, Name = "s", Rules = [rule] };
}
