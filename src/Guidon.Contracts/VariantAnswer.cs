namespace Guidon.Contracts;

/// <summary>A variant of a feature. Of the three values one is set, as <see cref="Type"/> says.</summary>
public sealed record VariantAnswer
{
    /// <summary>Above 0; variants are tried in this order.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Id of the feature.</summary>
    public required int Feature { get; init; }

    /// <summary>What answers call it.</summary>
    public required string? Key { get; init; }

    /// <summary><c>unicode</c>, <c>int</c> or <c>bool</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Set for <c>unicode</c>.</summary>
    public string? StringValue { get; init; }

    /// <summary>Set for <c>int</c>.</summary>
    public long? IntegerValue { get; init; }

    /// <summary>Set for <c>bool</c>.</summary>
    public bool? BooleanValue { get; init; }

    /// <summary>Percent, 0–100; what new environments start with.</summary>
    public required double DefaultPercentageAllocation { get; init; }
}
