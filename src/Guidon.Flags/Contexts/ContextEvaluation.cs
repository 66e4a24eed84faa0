using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Guidon.Evaluation;
using Guidon.Evaluation.Explanations;

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

    /// <summary>Explains one flag of a context, or all of them.</summary>
    /// <param name="utf8">As for <see cref="Evaluate"/>.</param>
    /// <param name="flag">Exact name; <see langword="null"/> explains every flag.</param>
    /// <param name="output">Receives a JSON list of explanations; nothing when there are errors.</param>
    /// <returns>Empty when it went well; otherwise everything that is wrong.</returns>
    public static ImmutableArray<DocumentError> Explain(ReadOnlyMemory<byte> utf8, string? flag, IBufferWriter<byte> output)
    {
        var reading = ContextCompiler.Compile(utf8);
        if (!reading.Succeeded) return reading.Errors;
        var set = reading.Context.FlagSet;
        if (flag is not null && set.FindFlag(flag) < 0) return [new("", $"no feature is called {flag}")];
        var explanations = new List<Explanation>();
        foreach (var candidate in set.Flags)
            if (flag is null || candidate.Name == flag) explanations.Add(Explainer.Explain(set, reading.Context.Subject, candidate.Index));
        using var writer = new Utf8JsonWriter(output, Options);
        JsonSerializer.Serialize(writer, explanations, ExplanationJson.Default.IReadOnlyListExplanation);
        return [];
    }
}
