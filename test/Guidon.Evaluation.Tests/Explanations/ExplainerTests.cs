using System.Text;
using System.Text.Json;
using Guidon.Evaluation.Explanations;
using Guidon.Flags.Contexts;

namespace Guidon.Evaluation.Tests.Explanations;

public sealed class ExplainerTests
{
    [Fact]
    public void A_plain_checker_that_follows_the_explanation_agrees_with_it()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var json = new RandomContext(new(seed)).Next().ToJsonString();
            var context = ContextCompiler.Compile(Encoding.UTF8.GetBytes(json)).Context!;
            for (var flag = 0; flag < context.FlagSet.Flags.Length; flag++)
            {
                var explanation = Explainer.Explain(context.FlagSet, context.Subject, flag);
                var outcome = context.FlagSet.Outcomes[Evaluator.EvaluateFlag(context.FlagSet, context.Subject, flag)];

                var faults = string.Join("; ", ExplanationChecker.Check(explanation));
                Assert.True(faults.Length == 0, $"seed {seed}, flag {flag}: {faults}\n{json}");
                Assert.Equal(
                    (outcome.Enabled, outcome.ValueJson, outcome.Variant, outcome.Reason),
                    (explanation.Enabled, explanation.ValueJson, explanation.Variant, explanation.Reason));
            }
        }
    }

    [Fact]
    public void The_checker_does_not_agree_with_everything()
    {
        var explanation = Explain("""{"key":"1","name":"s","rules":[{"type":"ALL","conditions":[{"property":"plan","operator":"EQUAL","value":"pro"}]}],"overrides":[{"key":"2","name":"f","enabled":true,"value":"s"}]}""");

        Assert.Empty(ExplanationChecker.Check(explanation));
        Assert.NotEmpty(ExplanationChecker.Check(explanation with { Reason = "DEFAULT" }));
        Assert.NotEmpty(ExplanationChecker.Check(explanation with { DecidedBy = "environment" }));
        Assert.NotEmpty(ExplanationChecker.Check(explanation with { Segments = [explanation.Segments[0] with { Matches = false }] }));
    }

    [Fact]
    public void An_explanation_shows_operands_and_hashes()
    {
        var explanation = Explain("""{"key":"1","name":"s","rules":[{"type":"ALL","conditions":[{"property":"","operator":"PERCENTAGE_SPLIT","value":"0"},{"property":"age","operator":"GREATER_THAN","value":"5"}]}],"overrides":[{"key":"2","name":"f","enabled":true,"value":"s"}]}""");

        var conditions = explanation.Segments[0].Rules[0].Conditions;
        Assert.Equal(("environment", "13139", "alice"), (explanation.DecidedBy, explanation.IdentityKey, explanation.Identifier));
        Assert.Equal((TraitKind.Text, "13139", "1,13139", 0.0, true), (conditions[0].OperandKind, conditions[0].Operand, conditions[0].Hash!.Text, conditions[0].Hash!.Percent, conditions[0].Matches));
        Assert.Equal((TraitKind.Integer, "5", false), (conditions[1].OperandKind, conditions[1].Operand, conditions[1].Matches));
    }

    [Fact]
    public void An_explanation_is_written_in_snake_case()
    {
        var json = JsonSerializer.Serialize(Explain("""{"key":"1","name":"s","rules":[]}"""), ExplanationJson.Default.Explanation);

        Assert.Contains("\"decided_by\":\"environment\"", json, StringComparison.Ordinal);
        Assert.Contains("\"flag_set_version\":\"", json, StringComparison.Ordinal);
    }

    private static Explanation Explain(string segment)
    {
        var json = $$"""
            {"environment":{"key":"env","name":"E"},"identity":{"identifier":"alice","key":"13139","traits":{"plan":"pro","age":"05"} },
             "features":{"f":{"key":"1","name":"f","enabled":false,"value":"off"} },"segments":{"1": {{segment}} } }
            """;
        var context = ContextCompiler.Compile(Encoding.UTF8.GetBytes(json)).Context!;
        return Explainer.Explain(context.FlagSet, context.Subject, 0);
    }
}
