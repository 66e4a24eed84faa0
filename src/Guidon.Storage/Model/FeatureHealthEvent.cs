namespace Guidon.Storage.Model;

/// <summary>The last that a provider said of a feature, in one environment or in all: one row for each of its alerts, which changes with what is said.</summary>
public sealed class FeatureHealthEvent
{
    /// <summary>The type of what is well.</summary>
    public const string Healthy = "HEALTHY";

    /// <summary>The type of what is not.</summary>
    public const string Unhealthy = "UNHEALTHY";

    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>The feature.</summary>
    public required int FeatureId { get; set; }

    /// <summary>Of the same project; <see langword="null"/> for all.</summary>
    public int? EnvironmentId { get; set; }

    /// <summary>As <see cref="FeatureHealthProvider.Name"/>.</summary>
    public required string ProviderName { get; set; }

    /// <summary>What the provider calls its alert; <see langword="null"/> when it has only one.</summary>
    public string? ExternalId { get; set; }

    /// <summary><see cref="Healthy"/> or <see cref="Unhealthy"/>.</summary>
    public required string Type { get; set; }

    /// <summary>JSON for people: texts and addresses; <see langword="null"/> for none.</summary>
    public string? Reason { get; set; }

    /// <summary>UTC; when it became so.</summary>
    public required DateTimeOffset CreatedAt { get; set; }
}
