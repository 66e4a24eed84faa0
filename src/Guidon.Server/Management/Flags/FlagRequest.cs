using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Flags;

/// <summary>The body of <c>PATCH</c> and <c>PUT</c> of the flag write API. What is wrong with it stands in <see cref="Errors"/>.</summary>
internal sealed class FlagRequest
{
    // More than a project may have segments.
    private const int OverridesMax = DocumentLimits.SegmentsMax;
    private const int PriorityMax = 1_000_000;

    internal FlagRequest(JsonElement body)
    {
        var reader = new FieldReader(body, Errors);
        if (reader.ObjectOrNull("environment_default") is { } part)
        {
            (Default, DefaultErrors) = (Part(part), part.Errors);
        }

        Overrides = reader.ItemsOrNull("segment_overrides", OverridesMax) is { } items ? [.. items.Select(Override)] : null;
        foreach (var same in (Overrides ?? []).Where(each => each.SegmentId > 0).GroupBy(each => each.SegmentId))
        {
            foreach (var again in same.Skip(1)) again.Errors.Add("segment", $"Duplicate segment: {same.Key}.");
        }
    }

    internal FieldErrors Errors { get; } = new();

    internal FlagPart? Default { get; }

    internal FieldErrors DefaultErrors { get; } = new();

    internal IReadOnlyList<OverridePart>? Overrides { get; }

    private static OverridePart Override(FieldReader item)
    {
        var segment = item.ObjectOrNull("segment");
        if (segment is null) item.Needed("segment");
        return new OverridePart(Id(segment, "id") ?? 0, Priority(item), Part(item), item.Errors);
    }

    private static int? Priority(FieldReader item)
    {
        if (item.Optional("priority") is null || item.Integer("priority") is not { } priority) return null;
        if (priority is >= 0 and <= PriorityMax) return (int)priority;
        item.Errors.Add("priority", $"Must be from 0, the strongest, to {PriorityMax}.");
        return null;
    }

    private static FlagPart Part(FieldReader reader) => new(
        reader.FlagOrNull("enabled"),
        reader.Member("value") is { } value ? ScalarValue.ReadTyped(value, "value", reader.Errors) : null,
        Weights(reader));

    private static Dictionary<int, double>? Weights(FieldReader reader)
    {
        if (reader.ItemsOrNull("variants", DocumentLimits.VariantsMax) is not { } items) return null;
        var weights = new Dictionary<int, double>();
        foreach (var item in items)
        {
            if (Id(item, "id") is { } id && item.Percent("weight") is { } weight && !weights.TryAdd(id, weight))
                item.Errors.Add("id", $"Duplicate variant: {id}.");
        }

        return weights;
    }

    private static int? Id(FieldReader? reader, string name)
    {
        if (reader?.Integer(name) is not { } id) return null;
        return id is > 0 and <= int.MaxValue ? (int)id : -1;   // nothing has it: the checks will say so
    }
}
