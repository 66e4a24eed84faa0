using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Evaluation;

namespace Guidon.Transfer.Tests;

/// <summary>What a clause of LaunchDarkly means there is what its segment means here, as the evaluator sees it.</summary>
public sealed class LaunchDarklyRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    // The second value meets the clause, the third does not; whoever lacks the attribute meets neither the clause nor its opposite.
    [Theory]
    [InlineData("in", "[true]", "true", "false")]
    [InlineData("in", "[false]", "false", "true")]
    [InlineData("in", "[1.5]", "1.5", "2")]
    [InlineData("in", "[2.0]", "2", "3")]
    [InlineData("in", "[\"a\",true,2]", "true", "false")]
    [InlineData("in", "[\"a\",true,2]", "\"a\"", "\"b\"")]
    [InlineData("in", "[\"a\",true,2]", "2", "3")]
    [InlineData("startsWith", "[\"a+\"]", "\"a+b\"", "\"b a+\"")]
    [InlineData("endsWith", "[\"a\"]", "\"b.a\"", "\"ab\"")]
    [InlineData("contains", "[\"a\"]", "\"bab\"", "\"b\"")]
    [InlineData("matches", "[\"b[0-9]\"]", "\"a b1 c\"", "\"a b c\"")]
    [InlineData("matches", "[\"b|c\"]", "\"line\\nc\"", "\"a\"")]
    [InlineData("matches", "[\"^b\"]", "\"b1\"", "\"a b\"")]
    [InlineData("matches", "[\"^b|c$\"]", "\"ac\"", "\"ab\"")]
    [InlineData("matches", "[\"(?i)B#\"]", "\"a b#\"", "\"a b\"")]
    [InlineData("lessThan", "[5]", "4", "5")]
    [InlineData("lessThanOrEqual", "[5]", "5", "6")]
    [InlineData("greaterThan", "[5]", "6", "5")]
    [InlineData("greaterThanOrEqual", "[5]", "5", "4")]
    [InlineData("semVerEqual", "[\"1.2.3\"]", "\"1.2.3\"", "\"1.2.4\"")]
    [InlineData("semVerLessThan", "[\"1.2.3\"]", "\"1.2.2\"", "\"1.2.3\"")]
    [InlineData("semVerGreaterThan", "[\"1.2.3\"]", "\"1.2.4\"", "\"1.2.3\"")]
    public void A_clause_and_its_opposite_hold_for_the_same_people(string op, string values, string one, string other)
    {
        foreach (var isNegated in (bool[])[false, true])
        {
            var segment = Segment($$$"""{"attribute":"a","op":"{{{op}}}","values":{{{values}}},"negate":{{{(isNegated ? "true" : "false")}}}}""");

            Assert.Equal((!isNegated, isNegated, false), (Holds(segment, one), Holds(segment, other), Audience.Holds(segment, "x")));
        }
    }

    [Fact]
    public void Whoever_is_not_named_by_a_negated_clause_on_the_key_is_in()
    {
        var segment = Segment("""{"attribute":"key","op":"in","values":["dana"],"negate":true}""");

        Assert.Equal((false, true), (Audience.Holds(segment, "dana"), Audience.Holds(segment, "erik")));
    }

    [Fact]
    public void A_clause_that_names_segments_means_their_members_and_one_that_names_an_unknown_one_is_reported()
    {
        const string Segments = """{"live":{"items":[{"key":"eu","included":["dana"],"excluded":["erik"],"rules":[{"clauses":[{"attribute":"a","op":"in","values":["x"]}]}]}]}}""";
        foreach (var isNegated in (bool[])[false, true])
        {
            var clause = $$"""{"attribute":"","op":"segmentMatch","values":["eu"],"negate":{{(isNegated ? "true" : "false")}}}""";
            var rule = $$$"""{"live":{"on":true,"fallthrough":{"variation":1},"rules":[{"variation":0,"clauses":[{{{clause}}}]}]}}""";
            var file = Formats.Convert("launchdarkly", JsonElement.Parse($$"""{"flags":{"items":[{"key":"f","kind":"boolean","variations":[{"value":true},{"value":false}],"environments":{{rule}}}]},"segments":{{Segments}}}"""), "p", "e", s_now).Files[0];
            var segment = file.Segments.Single(each => each.Feature == "f");

            Assert.Equal(
                (!isNegated, isNegated, !isNegated, isNegated),
                (Audience.Holds(segment, "dana"), Audience.Holds(segment, "erik", new Trait("a", TraitValue.Text("x"), false)), Audience.Holds(segment, "fay", new Trait("a", TraitValue.Text("x"), false)), Audience.Holds(segment, "fay")));
        }

        var (unknown, losses) = Convert(Flag("""{"on":true,"fallthrough":{"variation":1},"rules":[{"variation":0,"clauses":[{"op":"segmentMatch","values":["nobody"]}]}]}"""));
        Assert.Empty(unknown.Segments);
        Assert.Contains(losses, each => each.Reason.Contains("names a segment", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"attribute":"/address/city","op":"in","values":["Bonn"]}""", "a part of an attribute")]
    [InlineData("""{"attribute":"a","op":"contains","values":[]}""", "never true")]
    [InlineData("""{"attribute":"a","op":"matches","values":["(?x)a # b"]}""", "anywhere")]
    public void A_clause_that_would_mean_something_else_is_reported_and_its_rule_left_out(string clause, string reason)
    {
        var (file, losses) = Convert(Flag($$$"""{"on":true,"fallthrough":{"variation":1},"rules":[{"variation":0,"clauses":[{{{clause}}}]}]}"""));

        Assert.Empty(file.Segments);
        Assert.Contains(losses, each => each.Path.EndsWith("clauses[0]", StringComparison.Ordinal) && each.Reason.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, """{"on":false,"offVariation":1,"fallthrough":{"variation":0}}""", "")]
    [InlineData(true, """{"on":false,"offVariation":1,"fallthrough":{"variation":1}}""", "fallthrough")]
    [InlineData(true, """{"on":false,"offVariation":1,"fallthrough":{"rollout":{"variations":[]}}}""", "fallthrough")]
    [InlineData(true, """{"on":true,"offVariation":1,"fallthrough":{"variation":0}}""", "")]
    [InlineData(true, """{"on":true,"offVariation":0,"fallthrough":{"variation":1}}""", "offVariation")]
    [InlineData(false, """{"on":false,"offVariation":1,"fallthrough":{"variation":0}}""", "fallthrough")]
    [InlineData(false, """{"on":false,"offVariation":1,"fallthrough":{"variation":1}}""", "")]
    [InlineData(false, """{"on":true,"offVariation":1,"fallthrough":{"variation":0}}""", "offVariation")]
    [InlineData(false, """{"on":true,"offVariation":1,"fallthrough":{"variation":1}}""", "")]
    [InlineData(false, """{"on":true,"offVariation":1,"fallthrough":{"variation":1,"mood":2}}""", "fallthrough.mood")]
    [InlineData(false, """{"on":true,"offVariation":-1,"fallthrough":{"variation":-1}}""", "")]
    public void What_the_flag_serves_in_its_other_position_is_reported_where_it_would_differ_here(bool isSwitch, string environment, string lost)
    {
        var (_, losses) = Convert(Flag(environment, isSwitch ? "true,false" : "\"a\",\"b\""));

        Assert.Equal(lost.Length == 0 ? [] : [$"flags.items[0].environments.e.{lost}"], losses.Select(each => each.Path));
    }

    private static bool Holds(SegmentPart segment, string json)
    {
        var value = JsonElement.Parse(json);
        return Audience.Holds(segment, "x", new Trait("a", value.ValueKind switch
        {
            JsonValueKind.String => TraitValue.Text(value.GetString() ?? ""),
            JsonValueKind.Number => TraitValue.Number(value.GetRawText()),
            _ => TraitValue.Boolean(value.GetBoolean()),
        }, Transient: false));
    }

    private static SegmentPart Segment(string clause) =>
        Assert.Single(Convert(Flag($$$"""{"on":true,"fallthrough":{"variation":1},"rules":[{"variation":0,"clauses":[{{{clause}}}]}]}""")).File.Segments);

    private static string Flag(string environment, string values = "true,false") =>
        $$$"""{"flags":{"items":[{"key":"f","variations":[{{{string.Join(',', values.Split(',').Select(each => $"{{\"value\":{each}}}"))}}}],"environments":{"e":{{{environment}}}}}]}}""";

    private static (ProjectFile File, IReadOnlyList<Loss> Losses) Convert(string json)
    {
        var conversion = Formats.Convert("launchdarkly", JsonElement.Parse(json), "p", "", s_now);
        return (Assert.Single(conversion.Files), conversion.Losses);
    }
}
