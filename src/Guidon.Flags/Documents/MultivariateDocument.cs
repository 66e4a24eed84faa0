namespace Guidon.Flags.Documents;

/// <summary>One option of a multivariate feature state with its share.</summary>
public sealed record MultivariateDocument
{
    /// <summary>Decides the order of the shares; <see langword="null"/> leaves that to the UUID.</summary>
    public int? Id { get; init; }

    /// <summary>Percent, 0 to 100; all of a state sum up to at most 100.</summary>
    public required double PercentageAllocation { get; init; }

    /// <summary>UUID text.</summary>
    public required string Uuid { get; init; }

    /// <summary>Id of the option.</summary>
    public required int OptionId { get; init; }

    /// <summary>The option's value as raw JSON text.</summary>
    public required string OptionValueJson { get; init; }

    /// <summary>What answers call the variant; may be <see langword="null"/>.</summary>
    public string? OptionKey { get; init; }
}
