using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Server.Management.Identities;

namespace Guidon.Server.Management.Transfers;

/// <summary>A feature state of a file.</summary>
internal sealed class WantedState
{
    private const int PriorityMax = 1_000_000;

    internal WantedState(JsonElement item)
    {
        var reader = new FieldReader(item, Errors);
        (Uuid, Feature, Segment) = (reader.UuidOrNull("uuid"), reader.Text("feature", 2_000)?.Trim() ?? "", reader.UuidOrNull("segment"));
        Priority = reader.IntegerOrNull("priority", 0, PriorityMax);
        Identifier = reader.Optional("identity") is null ? null : reader.Text("identity", IdentityRequestReader.IdentifierCharsMax);
        Enabled = reader.Flag("enabled") ?? false;
        Value = reader.Member("feature_state_value") is { } value ? ScalarValue.Read(value, "feature_state_value", Errors) ?? ScalarValue.Null : ScalarValue.Null;
        HashSeed = reader.IntegerOrNull("hash_seed", 1, int.MaxValue);
        Shares = [.. (reader.ItemsOrNull("multivariate_feature_state_values", DocumentLimits.VariantsMax) ?? [])
            .Select(each => (Variant: (int)Math.Clamp(each.Integer("variant") ?? -1, -1, DocumentLimits.VariantsMax), Share: each.Percent("percentage_allocation") ?? 0))];
        if (Segment is not null && Identifier is not null) Errors.Add("identity", "A state is for a segment or for an identity.");
        if ((Segment is null) != (Priority is null)) Errors.Add("priority", "Stands exactly where segment does.");
        if (Shares.Sum(each => each.Share) > 100 + ScalarValue.WeightTolerance) Errors.Add("multivariate_feature_state_values", "Total weight must not exceed 100.");
        if (Shares.Select(each => each.Variant).Distinct().Count() < Shares.Count) Errors.Add("multivariate_feature_state_values", "Each variant stands here once.");
    }

    internal FieldErrors Errors { get; } = new();

    internal Guid? Uuid { get; }

    internal string Feature { get; }

    internal Guid? Segment { get; }

    internal int? Priority { get; }

    internal string? Identifier { get; }

    internal bool Enabled { get; }

    /// <summary>As it is stored.</summary>
    internal string Value { get; }

    internal int? HashSeed { get; }

    /// <summary>By position of the variant.</summary>
    internal IReadOnlyList<(int Variant, double Share)> Shares { get; }
}
