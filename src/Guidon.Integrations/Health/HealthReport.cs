namespace Guidon.Integrations.Health;

/// <summary>What is said of one feature.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Environment">Name of an environment; <see langword="null"/> for all.</param>
/// <param name="IsHealthy">Whether it is well.</param>
public sealed record HealthReport(string Feature, string? Environment, bool IsHealthy)
{
    /// <summary>What the sender calls this alert; <see langword="null"/> when it has only one for a feature.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Since when it is so; <see langword="null"/> for now.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Why, as <see cref="HealthWords"/> writes it; <see langword="null"/> when nothing was said.</summary>
    public string? Reason { get; init; }
}
