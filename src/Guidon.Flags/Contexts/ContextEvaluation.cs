using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Guidon.Evaluation;

namespace Guidon.Flags.Contexts;

/// <summary>What <c>guidon evaluate</c> does: one context in, one result out, through the path that serves requests.</summary>
public static class ContextEvaluation
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Evaluates one context.</summary>
    /// <param name="utf8">An EvaluationContext (v2 schema); comments and trailing commas are tolerated.</param>
    /// <param name="output">Receives the EvaluationResult, compact and without a line break; nothing when there are errors.</param>
    /// <returns>Empty when it went well; otherwise everything that is wrong with the context.</returns>
    public static ImmutableArray<DocumentError> Evaluate(ReadOnlyMemory<byte> utf8, IBufferWriter<byte> output)
    {
        var reading = ContextCompiler.Compile(utf8);
        if (!reading.Succeeded) return reading.Errors;
        var set = reading.Context.FlagSet;
        var outcomes = new int[set.Flags.Length];
        var segments = new bool[set.Segments.Length];
        Evaluator.Evaluate(set, reading.Context.Subject, outcomes, segments);
        using var writer = new Utf8JsonWriter(output, Options);
        EvaluationResultWriter.Write(writer, set, outcomes, segments);
        return [];
    }
}
