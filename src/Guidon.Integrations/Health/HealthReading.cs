namespace Guidon.Integrations.Health;

/// <summary>What a body says.</summary>
/// <param name="Reports">In its order; none when it is about no feature.</param>
/// <param name="Error">What is wrong with it, with the name of the field; <see langword="null"/> when nothing is.</param>
public sealed record HealthReading(IReadOnlyList<HealthReport> Reports, string? Error)
{
    internal static HealthReading Wrong(string error) => new([], error);
}
