using System.Buffers;
using System.Diagnostics;
using System.Text;
using Guidon.Evaluation.Tests.Differential;
using Guidon.Flags;
using Guidon.Flags.Contexts;

namespace Guidon.Evaluation.Tests;

/// <summary>Feeds spoiled documents and contexts to both doors. Nothing may escape as an exception, nothing may take long.</summary>
internal static class FuzzRun
{
    private static readonly TimeSpan EvaluationMax = TimeSpan.FromMilliseconds(10);

    private const int AttemptsMax = 100;

    private static readonly Trait[] Traits = [new("plan", TraitValue.Text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), false), new("age", TraitValue.Number("7"), false)];

    /// <returns>How many mutants could still be read.</returns>
    public static int Run(int seed, int mutants)
    {
        var random = new Random(seed);
        var readable = 0;
        for (var i = 0; i < mutants; i++)
        {
            var isDocument = i % 2 == 0;
            var mutant = Mutant.Of(isDocument ? Document(random) : Encoding.UTF8.GetBytes(new RandomContext(random).Next().ToJsonString()), random);
            try
            {
                if (isDocument ? TryDocument(mutant) : TryContext(mutant)) readable++;
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed}, mutant {i}: {Encoding.UTF8.GetString(mutant)}", error);
            }
        }

        return readable;
    }

    private static byte[] Document(Random random)
    {
        var written = new ArrayBufferWriter<byte>();
        EnvironmentDocumentWriter.Write(new RandomDocument(random).Next(), written);
        return written.WrittenSpan.ToArray();
    }

    private static bool TryDocument(byte[] utf8)
    {
        var reading = EnvironmentDocumentReader.Read(utf8);
        Assert.Equal(reading.Errors.IsEmpty, reading.Succeeded);
        if (!reading.Succeeded) return false;
        Evaluate(DocumentCompiler.Compile(reading.Document));
        Guidon.Flags.Checks.DocumentChecks.Check(reading.Document);
        return true;
    }

    private static bool TryContext(byte[] utf8)
    {
        var output = new ArrayBufferWriter<byte>();
        if (!ContextEvaluation.Evaluate(utf8, output).IsEmpty) return false;
        System.Text.Json.JsonDocument.Parse(output.WrittenMemory).Dispose();
        Evaluate(ContextCompiler.Compile(utf8).Context!.FlagSet);
        return true;
    }

    private static void Evaluate(FlagSet set)
    {
        var outcomes = new int[set.Flags.Length];
        var segments = new bool[set.Segments.Length];
        var fastest = TimeSpan.MaxValue;
        // What is slow once may have met the compiler, the collector or a busy machine; what is slow every time is slow.
        for (var attempt = 0; attempt < AttemptsMax && fastest > EvaluationMax; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            Evaluator.Evaluate(set, new("user-1", Traits), outcomes, segments);
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed < fastest) fastest = elapsed;
        }

        Assert.True(fastest <= EvaluationMax, $"took {fastest.TotalMilliseconds} ms");
    }
}
