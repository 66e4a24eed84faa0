using BenchmarkDotNet.Attributes;
using Guidon.Evaluation;
using Guidon.Flags;

namespace Guidon.Bench;

/// <summary>What one evaluation costs. Target: all 100 flags in at most 3 µs and without a byte allocated.</summary>
[MemoryDiagnoser]
public class EvaluationBenchmarks
{
    private readonly FlagSet _set = DocumentCompiler.Compile(EvaluationDocument.Document);
    private readonly int[] _outcomes = new int[EvaluationDocument.Document.FeatureStates.Length];
    private readonly bool[] _segments = new bool[EvaluationDocument.Document.Project.Segments.Length];
    private int _overridden;
    private int _multivariate;

    [GlobalSetup]
    public void Setup()
    {
        _overridden = _set.FindFlag("feature_007");
        _multivariate = _set.FindFlag("feature_099");
    }

    /// <summary>What the official engine does too: all flags and all segments.</summary>
    [Benchmark(Baseline = true)]
    public int AllFlagsAndSegments()
    {
        Evaluator.Evaluate(_set, new(EvaluationDocument.Identifier, EvaluationDocument.Traits), _outcomes, _segments);
        return _outcomes[^1];
    }

    /// <summary>What a request needs: all flags, and of the segments those that change one.</summary>
    [Benchmark]
    public int AllFlags()
    {
        Evaluator.Evaluate(_set, new(EvaluationDocument.Identifier, EvaluationDocument.Traits), _outcomes, []);
        return _outcomes[^1];
    }

    [Benchmark]
    public int OneOverriddenFlag() => Evaluator.EvaluateFlag(_set, new(EvaluationDocument.Identifier, EvaluationDocument.Traits), _overridden);

    [Benchmark]
    public int OneMultivariateFlag() => Evaluator.EvaluateFlag(_set, new(EvaluationDocument.Identifier, EvaluationDocument.Traits), _multivariate);
}
