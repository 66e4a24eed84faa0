using Guidon.Contracts;

namespace Guidon.Dashboard.Access;

/// <summary>A person's own second factor: off, about to be switched on, or on.</summary>
/// <param name="IsOn">Whether log-ins ask for a code.</param>
/// <param name="Problem">What was not done; <see langword="null"/> when nothing went wrong.</param>
public sealed record FactorView(bool IsOn, string? Problem)
{
    /// <summary>Of a factor that is to be confirmed; <see langword="null"/> at every other time.</summary>
    public FactorSecretAnswer? Secret { get; init; }

    /// <summary>Those that were made just now; shown this once.</summary>
    public IReadOnlyList<string> BackupCodes { get; init; } = [];

    /// <summary>A sentence of the page before: what led here.</summary>
    public string? Notice { get; init; }
}
