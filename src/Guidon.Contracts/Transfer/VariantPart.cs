using System.Text.Json.Serialization;

namespace Guidon.Contracts.Transfer;

/// <summary>A variant in a <see cref="ProjectFile"/>. Of the three values one is set, as <see cref="Type"/> says.</summary>
public sealed record VariantPart
{
    /// <summary>By which an import finds it again; <see langword="null"/> leaves the value.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>What answers call it.</summary>
    public string? Key { get; init; }

    /// <summary><c>unicode</c>, <c>int</c> or <c>bool</c>.</summary>
    public string Type { get; init; } = "unicode";

    /// <summary>Set for <c>unicode</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StringValue { get; init; }

    /// <summary>Set for <c>int</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IntegerValue { get; init; }

    /// <summary>Set for <c>bool</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? BooleanValue { get; init; }

    /// <summary>Percent, 0–100; what new environments start with.</summary>
    public double DefaultPercentageAllocation { get; init; }
}
