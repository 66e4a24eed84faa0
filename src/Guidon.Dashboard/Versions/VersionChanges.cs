using System.Text.Json;
using Guidon.Contracts;

namespace Guidon.Dashboard.Versions;

/// <summary>What the way back to a version changes, said before it is gone. Pure. What has gone since does not come back: segments and variants.</summary>
internal static class VersionChanges
{
    /// <param name="now">The states that count.</param>
    /// <param name="then">Those of the version.</param>
    /// <param name="feature">Names its variants.</param>
    internal static IReadOnlyList<AuditDetail> Between(IReadOnlyList<VersionStateAnswer> now, IReadOnlyList<VersionStateAnswer> then, FeatureAnswer feature)
    {
        var (current, wanted) = (now.ToDictionary(SegmentOf), then.Where(each => each.FeatureSegment is not { SegmentName: "" }).ToDictionary(SegmentOf));
        return [.. current.Keys.Union(wanted.Keys).SelectMany(segment => Between(current.GetValueOrDefault(segment), wanted.GetValueOrDefault(segment), feature))];
    }

    private static int SegmentOf(VersionStateAnswer state) => state.FeatureSegment?.Segment ?? 0;

    private static IEnumerable<AuditDetail> Between(VersionStateAnswer? now, VersionStateAnswer? then, FeatureAnswer feature)
    {
        var name = (then ?? now)?.FeatureSegment is { } link ? $"segment {link.SegmentName}: " : "";
        if (now?.Enabled != then?.Enabled) yield return new AuditDetail(name + "on", Json(now?.Enabled), Json(then?.Enabled));
        if (now is null || then is null || now.FeatureStateValue != then.FeatureStateValue) yield return new AuditDetail(name + "value", Json(now?.FeatureStateValue), Json(then?.FeatureStateValue));
        if (now?.FeatureSegment?.Priority != then?.FeatureSegment?.Priority) yield return new AuditDetail(name + "place in the order", Json(now?.FeatureSegment?.Priority), Json(then?.FeatureSegment?.Priority));
        foreach (var variant in feature.MultivariateOptions)
        {
            var (share, wanted) = (ShareOf(now, variant.Id), ShareOf(then, variant.Id));
            // A variant that came later is in no older version: it keeps its share where there is room.
            if (share != wanted && (wanted is not null || then is null)) yield return new AuditDetail($"{name}share of {variant.Key ?? Parts.Display.Snippet(Parts.Display.Value(variant))}", Json(share), Json(wanted));
        }
    }

    private static double? ShareOf(VersionStateAnswer? state, int variant) =>
        state?.MultivariateFeatureStateValues.FirstOrDefault(each => each.MultivariateFeatureOption == variant)?.PercentageAllocation;

    private static JsonElement? Json(TypedValue? value) => value is null ? null
        : value.StringValue is { } text ? JsonSerializer.SerializeToElement(text, ContractsJson.Default.String)
        : value.IntegerValue is { } number ? JsonElement.Parse(number.ToString(System.Globalization.CultureInfo.InvariantCulture))
        : Json(value.BooleanValue);

    private static JsonElement? Json(bool? flag) => flag is { } known ? JsonElement.Parse(known ? "true" : "false") : null;

    private static JsonElement? Json(double? number) => number is { } known ? JsonElement.Parse(known.ToString("R", System.Globalization.CultureInfo.InvariantCulture)) : null;
}
