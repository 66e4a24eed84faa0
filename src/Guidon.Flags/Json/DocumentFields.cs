using System.Collections.Immutable;
using Guidon.Flags.Documents;

namespace Guidon.Flags.Json;

/// <summary>Reads the parts of an environment document and counts what is limited over all of it.</summary>
internal sealed class DocumentFields(JsonErrors errors)
{
    private readonly RuleFields _rules = new();
    private int _segmentOverrides;

    public EnvironmentDocument? Environment(JsonField root)
    {
        if (!root.IsObject)
        {
            root.Refuse("must be an object");
            return null;
        }

        var document = new EnvironmentDocument
        {
            Id = root.Id("id"),
            ApiKey = root.Text("api_key"),
            Name = root.Text("name"),
            UpdatedAt = root.Time("updated_at"),
            AllowClientTraits = root.BooleanOr("allow_client_traits", true),
            HideSensitiveData = root.BooleanOr("hide_sensitive_data", false),
            HideDisabledFlags = root.Member("hide_disabled_flags").IsNull ? null : root.Boolean("hide_disabled_flags"),
            UseIdentityCompositeKeyForHashing = root.BooleanOr("use_identity_composite_key_for_hashing", true),
            UseIdentityOverridesInLocalEval = root.BooleanOr("use_identity_overrides_in_local_eval", true),
            Project = Project(root.Object("project")),
            FeatureStates = [.. root.Items("feature_states", DocumentLimits.FeaturesMax, required: true).Select(State)],
            IdentityOverrides = [.. root.Items("identity_overrides", DocumentLimits.IdentityOverridesMax).Select(IdentityOverride)],
        };
        RefuseRepeatedFeatures(document.FeatureStates);
        return document;
    }

    private ProjectDocument Project(JsonField project) => new()
    {
        Id = project.Id("id"),
        Name = project.Text("name"),
        HideDisabledFlags = project.BooleanOr("hide_disabled_flags", false),
        EnableRealtimeUpdates = project.BooleanOr("enable_realtime_updates", false),
        ServerKeyOnlyFeatureIds = [.. project.Items("server_key_only_feature_ids", DocumentLimits.FeaturesMax).Select(id => id.AsId())],
        Organisation = Organisation(project.Object("organisation")),
        Segments = [.. project.Items("segments", DocumentLimits.SegmentsMax, required: true).Select(Segment)],
    };

    private static OrganisationDocument Organisation(JsonField organisation) => new()
    {
        Id = organisation.Id("id"),
        Name = organisation.Text("name"),
        FeatureAnalytics = organisation.BooleanOr("feature_analytics", false),
        StopServingFlags = organisation.BooleanOr("stop_serving_flags", false),
        PersistTraitData = organisation.BooleanOr("persist_trait_data", true),
    };

    private SegmentDocument Segment(JsonField segment)
    {
        var rules = _rules.OfDocumentSegment(segment);
        var states = segment.Items("feature_states", DocumentLimits.FeaturesMax).Select(State).ToImmutableArray();
        _segmentOverrides += states.Length;
        if (_segmentOverrides > DocumentLimits.SegmentOverridesMax)
            segment.Refuse($"is beyond the limit of {DocumentLimits.SegmentOverridesMax} segment overrides per environment");
        return new() { Id = segment.Id("id"), Name = segment.Text("name"), Rules = rules, FeatureStates = states };
    }

    private FeatureStateDocument State(JsonField state)
    {
        var feature = state.Object("feature");
        var segment = state.Member("feature_segment");
        return new()
        {
            Feature = new(feature.Id("id"), feature.Text("name"), feature.TextOrNull("type") ?? "STANDARD"),
            Enabled = state.Boolean("enabled"),
            DjangoId = state.LongOrNull("django_id"),
            FeatureStateUuid = state.TextOrNull("featurestate_uuid") ?? "",
            FeatureSegmentPriority = segment.IsNull ? null : segment.IntegerOrNull("priority"),
            ValueJson = state.Scalar("feature_state_value"),
            MultivariateValues = [.. state.Items("multivariate_feature_state_values", DocumentLimits.VariantsMax).Select(Multivariate)],
        };
    }

    private static MultivariateDocument Multivariate(JsonField value)
    {
        var option = value.Object("multivariate_feature_option");
        return new()
        {
            Id = value.IntegerOrNull("id"),
            PercentageAllocation = value.Percent("percentage_allocation"),
            Uuid = value.TextOrNull("mv_fs_value_uuid") ?? "",
            OptionId = option.IntegerOrNull("id") ?? 0,
            OptionValueJson = option.Scalar("value"),
            OptionKey = option.TextOrNull("key"),
        };
    }

    private IdentityOverrideDocument IdentityOverride(JsonField identity) => new()
    {
        Identifier = identity.Text("identifier"),
        EnvironmentApiKey = identity.TextOrNull("environment_api_key") ?? "",
        CreatedAt = identity.Member("created_date").IsNull ? DateTimeOffset.UnixEpoch : identity.Time("created_date"),
        IdentityUuid = identity.TextOrNull("identity_uuid") ?? "",
        DjangoId = identity.LongOrNull("django_id"),
        DashboardAlias = identity.TextOrNull("dashboard_alias"),
        Features = [.. identity.Items("identity_features", DocumentLimits.FeaturesMax).Select(State)],
    };

    /// <summary>Two states of one feature leave open which holds; every SDK would answer differently.</summary>
    private void RefuseRepeatedFeatures(ImmutableArray<FeatureStateDocument> states)
    {
        var ids = new HashSet<int>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < states.Length; i++)
        {
            // Fields that could not be read have their error already.
            if (states[i].Feature.Id != 0 && !ids.Add(states[i].Feature.Id)) errors.Add($"feature_states[{i}].feature.id", "appears twice");
            if (states[i].Feature.Name.Length != 0 && !names.Add(states[i].Feature.Name)) errors.Add($"feature_states[{i}].feature.name", "appears twice");
        }
    }
}
