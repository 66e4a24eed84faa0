using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Flags.Contexts;

namespace Guidon.Evaluation.Tests;

/// <summary>A file with a context and the result that it must give, down to the last key.</summary>
internal static class ConformanceCase
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static void Check(string path)
    {
        var text = JsonNode.Parse(File.ReadAllText(path), documentOptions: Lenient);
        Check(text!["context"]!, text["result"]!, Path.GetFileName(path));
    }

    public static void Check(JsonNode context, JsonNode expected, string name)
    {
        var actual = Evaluate(context.ToJsonString());
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{name}\nexpected {expected.ToJsonString()}\nactual   {actual.ToJsonString()}");
    }

    public static JsonNode Evaluate(string context)
    {
        var output = new ArrayBufferWriter<byte>();
        var errors = ContextEvaluation.Evaluate(Encoding.UTF8.GetBytes(context), output);
        Assert.True(errors.IsEmpty, string.Join("; ", errors));
        return JsonNode.Parse(output.WrittenSpan)!;
    }
}
