namespace Guidon.Contracts;

/// <summary>One thing about the stored data that must not be.</summary>
/// <param name="Code">Stable, for example <c>residual</c>, <c>rows_missing</c>.</param>
/// <param name="Text">One line with the numbers.</param>
/// <param name="Destination">Whom it concerns; <see langword="null"/> when it concerns all.</param>
public sealed record FindingView(string Code, string Text, int? Destination);
