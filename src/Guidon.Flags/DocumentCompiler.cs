using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Guidon.Evaluation;
using Guidon.Evaluation.Definitions;
using Guidon.Flags.Documents;

namespace Guidon.Flags;

/// <summary>The door for environment documents (v1): maps one as the SDKs' local evaluation does, then compiles it.</summary>
public static class DocumentCompiler
{
    /// <summary>Compiles; any document that could be read compiles.</summary>
    public static FlagSet Compile(EnvironmentDocument document) => FlagSetCompiler.Compile(Define(document));

    private static EnvironmentDefinition Define(EnvironmentDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new()
        {
            Key = document.ApiKey,
            Name = document.Name,
            Features = [.. document.FeatureStates.Select(Feature)],
            Segments = [.. document.Project.Segments.Select(Segment)],
            Identities = [.. document.IdentityOverrides.Select(Identity)],
        };
    }

    private static FeatureDefinition Feature(FeatureStateDocument state) => new()
    {
        Name = state.Feature.Name,
        FeatureId = state.Feature.Id,
        Type = state.Feature.Type,
        State = State(state),
    };

    private static SegmentDefinition Segment(SegmentDocument segment)
    {
        var id = segment.Id.ToString(CultureInfo.InvariantCulture);
        return new()
        {
            Key = id,
            Name = segment.Name,
            MetadataJson = $$"""{"id":{{id}},"source":"api"}""",
            Rules = [.. segment.Rules.Select(Rule)],
            Overrides = [.. segment.FeatureStates.Select(Override)],
        };
    }

    private static IdentityDefinition Identity(IdentityOverrideDocument identity) =>
        new() { Identifier = identity.Identifier, Overrides = [.. identity.Features.Select(Override)] };

    private static OverrideDefinition Override(FeatureStateDocument state) => new()
    {
        FeatureName = state.Feature.Name,
        Priority = state.FeatureSegmentPriority is { } priority ? Priority.Of(priority) : Priority.Weakest,
        State = State(state),
    };

    private static StateDefinition State(FeatureStateDocument state) => new()
    {
        Key = state.DjangoId?.ToString(CultureInfo.InvariantCulture) ?? state.FeatureStateUuid,
        StateId = state.DjangoId ?? 0,
        Enabled = state.Enabled,
        ValueJson = state.ValueJson,
        MetadataJson = string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{state.Feature.Id}}}"""),
        Variants = [.. state.MultivariateValues.Select(Variant)],
    };

    private static VariantDefinition Variant(MultivariateDocument value) => new()
    {
        Key = value.OptionKey,
        ValueJson = value.OptionValueJson,
        Weight = value.PercentageAllocation,
        Priority = value.Id is { } id ? Priority.Of(id) : OfUuid(value.Uuid),
    };

    /// <summary>The UUID read as a big-endian number of 128 bits, which is how SDKs order options that have no id.</summary>
    private static Priority OfUuid(string uuid) => Guid.TryParse(uuid, out var parsed)
        ? Priority.Of(new BigInteger(parsed.ToByteArray(bigEndian: true), isUnsigned: true, isBigEndian: true))
        : Priority.Weakest;

    private static RuleDefinition Rule(RuleDocument rule) => new()
    {
        Type = rule.Type,
        Conditions = [.. rule.Conditions.Select(Condition)],
        Rules = [.. rule.Rules.Select(Rule)],
    };

    private static ConditionDefinition Condition(ConditionDocument condition) =>
        new() { Operator = condition.Operator, Property = condition.Property, Value = condition.Value };
}
