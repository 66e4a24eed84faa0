namespace Guidon.Evaluation.Explanations;

/// <summary>The part of the scale that belongs to one variant.</summary>
/// <param name="Variant">The variant's key; <see langword="null"/> when it has none.</param>
/// <param name="ValueJson">The variant's value as JSON text.</param>
/// <param name="Weight">Percent.</param>
/// <param name="From">Where the share begins, inclusive.</param>
/// <param name="To">Where the share ends, exclusive.</param>
/// <param name="Chosen">True for at most one.</param>
public sealed record ExplainedShare(string? Variant, string ValueJson, double Weight, double From, double To, bool Chosen);
