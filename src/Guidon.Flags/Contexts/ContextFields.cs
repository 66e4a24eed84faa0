using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Guidon.Evaluation;
using Guidon.Evaluation.Definitions;
using Guidon.Flags.Json;

namespace Guidon.Flags.Contexts;

/// <summary>Reads the parts of an evaluation context.</summary>
internal sealed class ContextFields
{
    /// <summary>Traits of one identity that take part in an evaluation.</summary>
    private const int TraitsMax = 100_000;

    private readonly RuleFields _rules = new();

    public EnvironmentDefinition Environment(JsonField root)
    {
        var environment = root.Object("environment");
        return new()
        {
            Key = environment.Text("key"),
            Name = environment.Text("name"),
            Features = [.. root.Members("features", DocumentLimits.FeaturesMax).Select(member => Feature(member.Value))],
            Segments = [.. root.Members("segments", DocumentLimits.SegmentsMax).Select(member => Segment(member.Value))],
        };
    }

    /// <summary>Traits in their order. A list or an object counts as not set, as it does for paths.</summary>
    public static ImmutableArray<Trait> Traits(JsonField identity) =>
        [.. identity.Members("traits", TraitsMax).Select(member => new Trait(member.Name, TraitValueOf(member.Value), false))];

    private static TraitValue TraitValueOf(JsonField field) => field.Element.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => TraitValue.Boolean(field.Element.GetBoolean()),
        JsonValueKind.Number => TraitValue.Number(field.Element.GetRawText()),
        JsonValueKind.String => field.AsText() is { } text ? TraitValue.Text(text) : TraitValue.Null,
        _ => TraitValue.Null,
    };

    private static FeatureDefinition Feature(JsonField feature)
    {
        var state = State(feature);
        return new()
        {
            Name = feature.Text("name"),
            FeatureId = FeatureId(feature),
            Type = state.Variants.IsEmpty ? "STANDARD" : "MULTIVARIATE",
            State = state,
        };
    }

    private SegmentDefinition Segment(JsonField segment) => new()
    {
        Key = segment.TextOrNull("key") ?? "",
        Name = segment.Text("name"),
        MetadataJson = Metadata(segment),
        Rules = _rules.OfContextSegment(segment),
        Overrides = [.. segment.Items("overrides", DocumentLimits.FeaturesMax).Select(Override)],
    };

    private static OverrideDefinition Override(JsonField change) =>
        new() { FeatureName = change.Text("name"), Priority = PriorityOf(change), State = State(change) };

    private static StateDefinition State(JsonField state)
    {
        var key = state.TextOrNull("key") ?? "";
        return new()
        {
            Key = key,
            StateId = long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0,
            Enabled = state.Boolean("enabled"),
            ValueJson = state.Scalar("value"),
            MetadataJson = Metadata(state),
            Variants = [.. state.Items("variants", DocumentLimits.VariantsMax).Select(Variant)],
        };
    }

    private static VariantDefinition Variant(JsonField variant) => new()
    {
        Key = variant.TextOrNull("key"),
        ValueJson = variant.Scalar("value"),
        Weight = variant.Number("weight"),
        Priority = PriorityOf(variant),
    };

    private static Priority PriorityOf(JsonField field)
    {
        var priority = field.Member("priority");
        if (priority.IsNull) return Priority.Weakest;
        if (priority.Element.ValueKind == JsonValueKind.Number) return Priority.Parse(priority.Element.GetRawText());
        priority.Refuse("must be a number");
        return Priority.Weakest;
    }

    private static int FeatureId(JsonField feature)
    {
        var id = feature.Member("metadata").Member("id");
        return id.Element.ValueKind == JsonValueKind.Number && id.Element.TryGetInt32(out var value) ? value : 0;
    }

    /// <summary>Compact JSON text; <see langword="null"/> for none and for an empty object, which results leave out.</summary>
    private static string? Metadata(JsonField field)
    {
        var metadata = field.Member("metadata");
        if (metadata.IsNull) return null;
        if (metadata.IsObject) return metadata.Element.GetPropertyCount() == 0 ? null : metadata.Compact();
        metadata.Refuse("must be an object");
        return null;
    }
}
