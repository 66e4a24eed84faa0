using System.Diagnostics;
using Guidon.Evaluation.Definitions;

namespace Guidon.Evaluation.Tests;

/// <summary>What a malicious environment may cost: bounded, whatever it holds.</summary>
public sealed class RunawayTests
{
    [Fact]
    [Trait("Row", "S21")]
    public void A_thousand_patterns_that_backtrack_without_end_are_cut_off_once_per_evaluation()
    {
        var set = FlagSetCompiler.Compile(new()
        {
            Key = "e",
            Name = "E",
            Segments = [.. Enumerable.Range(0, 1_000).Select(i => Segment(i, $"(?=a)(a+)+{i}$"))],
        });
        var traits = new[] { new Trait("trait", TraitValue.Text(new string('a', 40) + "b"), false) };
        var segments = new bool[1_000];

        Evaluator.Evaluate(set, new("x", traits), [], segments);
        // What is slow once may have met a busy machine; a thousand cut-offs take five seconds every time.
        var fastest = Enumerable.Range(0, 10).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            Evaluator.Evaluate(set, new("x", traits), [], segments);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });

        Assert.True(fastest < 100, $"{fastest} ms");   // one cut-off at 5 ms
        Assert.DoesNotContain(true, segments);
    }

    [Fact]
    public void A_pattern_without_look_around_answers_in_linear_time()
    {
        var set = FlagSetCompiler.Compile(new() { Key = "e", Name = "E", Segments = [Segment(1, "(a+)+$")] });
        var traits = new[] { new Trait("trait", TraitValue.Text(new string('a', 2_000) + "b"), false) };
        var segments = new bool[1];

        Evaluator.Evaluate(set, new("x", traits), [], segments);

        Assert.False(segments[0]);
    }

    private static SegmentDefinition Segment(int id, string pattern) => new()
    {
        Key = $"{id}",
        Name = $"s{id}",
        Rules = [new() { Type = "ALL", Conditions = [new() { Property = "trait", Operator = "REGEX", Value = pattern }] }],
    };
}
