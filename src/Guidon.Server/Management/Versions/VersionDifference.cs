using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Guidon.Storage.Audit;
using Guidon.Storage.Versions;

namespace Guidon.Server.Management.Versions;

/// <summary>What two versions of a feature say differently, field by field: for audit records, and for who may make it so.</summary>
internal static class VersionDifference
{
    /// <summary>Fields of overrides begin with <c>segment[id].</c>, those of the default with nothing.</summary>
    internal static ImmutableArray<AuditField> Between(IEnumerable<VersionState> old, IEnumerable<VersionState> now)
    {
        var (before, after) = (old.ToDictionary(each => each.Segment ?? 0), now.ToDictionary(each => each.Segment ?? 0));
        return [.. before.Keys.Union(after.Keys).Order().SelectMany(segment => Between(segment, before.GetValueOrDefault(segment), after.GetValueOrDefault(segment)))];
    }

    /// <summary>Whether any of these fields is an override's, or the default's.</summary>
    internal static bool Touches(ImmutableArray<AuditField> fields, bool isOverride) => fields.Any(each => each.Field.StartsWith(OverridePrefix, StringComparison.Ordinal) == isOverride);

    private const string OverridePrefix = "segment[";

    private static IEnumerable<AuditField> Between(int segment, VersionState? old, VersionState? now)
    {
        var prefix = segment == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{OverridePrefix}{segment}].");
        if (old?.Enabled != now?.Enabled) yield return AuditField.Of(prefix + "enabled", old?.Enabled, now?.Enabled);
        if (old?.Value != now?.Value) yield return AuditField.Of(prefix + "feature_state_value", Shown(old), Shown(now));
        if (old?.Priority != now?.Priority) yield return AuditField.Of(prefix + "priority", old?.Priority, now?.Priority);
        var (shares, wanted) = (Shares(old), Shares(now));
        foreach (var option in shares.Keys.Union(wanted.Keys).Order())
        {
            if (shares.GetValueOrDefault(option) == wanted.GetValueOrDefault(option)) continue;
            yield return AuditField.Of(
                string.Create(CultureInfo.InvariantCulture, $"{prefix}percentage_allocation[{option}]"), old is null ? null : shares.GetValueOrDefault(option), now is null ? null : wanted.GetValueOrDefault(option));
        }
    }

    private static object? Shown(VersionState? state) => state is null ? null : JsonElement.Parse(state.Value);

    private static Dictionary<int, double> Shares(VersionState? state) => state?.Weights.ToDictionary(each => each.Option, each => each.Percentage) ?? [];
}
