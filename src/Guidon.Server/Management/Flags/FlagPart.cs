namespace Guidon.Server.Management.Flags;

/// <summary>What a request says about one state; <see langword="null"/> for what it leaves out.</summary>
/// <param name="Enabled">Whether it is to be on.</param>
/// <param name="Value">The value as it is stored.</param>
/// <param name="Weights">Percent by variant.</param>
internal sealed record FlagPart(bool? Enabled, string? Value, IReadOnlyDictionary<int, double>? Weights);
