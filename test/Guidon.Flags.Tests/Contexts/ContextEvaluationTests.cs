using System.Buffers;
using System.Text;
using Guidon.Flags.Contexts;

namespace Guidon.Flags.Tests.Contexts;

public sealed class ContextEvaluationTests
{
    [Fact]
    public void A_context_with_comments_gives_one_compact_result()
    {
        var (result, errors) = Evaluate("""
            { // a comment
              "environment": {"key": "k", "name": "N"}, "$schema": "ignored",
              "features": {"x": {"key": "1", "name": "größe", "enabled": true, "value": 1.0, "metadata": {"id": 7, "tags": [1, "a"]}}},
            }
            """);

        Assert.Empty(errors);
        Assert.Equal("""{"flags":{"größe":{"name":"größe","enabled":true,"value":1.0,"reason":"DEFAULT","variant":null,"metadata":{"id":7,"tags":[1,"a"]}}},"segments":[]}""", result);
    }

    [Theory]
    [InlineData("{}", "environment: is required")]
    [InlineData("[]", "must be an object")]
    [InlineData("""{"environment":{"key":"k","name":"n"},"identity":{}}""", "identity.identifier: is required")]
    [InlineData("""{"environment":{"key":"k","name":"n"},"features":{"a":{"key":"1","name":"a","value":1}}}""", "features.a.enabled: is required")]
    [InlineData("""{"environment":{"key":"k","name":"n"},"features":{"a":{"key":"1","name":"a","enabled":true,"value":[]}}}""", "features.a.value: must be text, a number, true, false or null")]
    [InlineData("""{"environment":{"key":"k","name":"n"},"features":[]}""", "features: must be an object")]
    [InlineData("""{"environment":{"key":"k","name":"n"},"segments":{"1":{"key":"1","name":"s","rules":[{"conditions":[]}]}}}""", "segments.1.rules[0].type: is required")]
    [InlineData("""{"environment":{"key":"k","name":"n"},"features":{"a":{"key":"1","name":"a","enabled":true,"value":1,"priority":"high"}},"segments":{"1":{"key":"1","name":"s","rules":[],"overrides":[{"key":"1","name":"a","enabled":true,"value":1,"priority":"high"}]}}}""", "segments.1.overrides[0].priority: must be a number")]
    [InlineData("""{"environment":{"key":"k","name":"n"},"features":{"a":{"key":"1","name":"a","enabled":true,"value":1,"variants":[{"value":1,"priority":1}]}}}""", "features.a.variants[0].weight: is required")]
    [InlineData("""{"environment":{"key":"k","name":"n"},"features":{"a":{"key":"1","name":"a","enabled":true,"value":1,"metadata":{"x":"\ud800"}}}}""", "features.a.metadata: holds half a surrogate pair")]
    [InlineData("{\"environment\":", "is not valid JSON: line 1, byte 16")]
    public void A_bad_context_gives_a_message_that_names_the_field_and_no_output(string context, string message)
    {
        var (result, errors) = Evaluate(context);

        Assert.Equal(message, errors[0].ToString());
        Assert.Empty(result);
    }

    [Fact]
    public void An_explanation_can_be_had_for_one_flag_or_all()
    {
        var context = Encoding.UTF8.GetBytes("""{"environment":{"key":"k","name":"N"},"features":{"a":{"key":"1","name":"a","enabled":true,"value":1},"b":{"key":"1","name":"b","enabled":true,"value":1} } }""");
        var all = new ArrayBufferWriter<byte>();
        var one = new ArrayBufferWriter<byte>();

        Assert.Empty(ContextEvaluation.Explain(context, null, all));
        Assert.Empty(ContextEvaluation.Explain(context, "b", one));
        Assert.Equal("no feature is called c", Assert.Single(ContextEvaluation.Explain(context, "c", one)).ToString());

        Assert.Contains("\"flag\":\"a\"", Encoding.UTF8.GetString(all.WrittenSpan), StringComparison.Ordinal);
        Assert.StartsWith("[{\"flag_set_version\":", Encoding.UTF8.GetString(one.WrittenSpan), StringComparison.Ordinal);
        Assert.DoesNotContain("\"flag\":\"a\"", Encoding.UTF8.GetString(one.WrittenSpan), StringComparison.Ordinal);
    }

    private static (string Result, List<DocumentError> Errors) Evaluate(string context)
    {
        var output = new ArrayBufferWriter<byte>();
        var errors = ContextEvaluation.Evaluate(Encoding.UTF8.GetBytes(context), output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), [.. errors]);
    }
}
