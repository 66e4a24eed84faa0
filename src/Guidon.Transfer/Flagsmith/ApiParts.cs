using System.Globalization;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Flagsmith;

/// <summary>Answers of the management API as parts of a project file.</summary>
internal static class ApiParts
{
    internal static ProjectPart Project(SourceObject source)
    {
        var part = new ProjectPart
        {
            Uuid = FlagsmithDump.Uuid(source),
            Name = source.NeededText("name"),
            HideDisabledFlags = source.Flag("hide_disabled_flags"),
            EnableRealtimeUpdates = source.Flag("enable_realtime_updates"),
            PreventFlagDefaults = source.Flag("prevent_flag_defaults"),
            OnlyAllowLowerCaseFeatureNames = source.Flag("only_allow_lower_case_feature_names", otherwise: true),
            FeatureNameRegex = source.Text("feature_name_regex"),
            StaleFlagsLimitDays = source.Integer("stale_flags_limit_days") ?? 30,
            MinimumChangeRequestApprovals = source.Integer("minimum_change_request_approvals"),
            EnforceFeatureOwners = source.Flag("enforce_feature_owners"),
        };
        source.Ignore("id", "organisation", "created_date", "migration_status", "enable_dynamo_db", "edge_v2_migration_status", "show_edge_identity_overrides_for_feature",
            "max_segments_allowed", "max_features_allowed", "max_segment_overrides_allowed", "total_features", "total_segments");
        source.Close();
        return part;
    }

    internal static ApiTag Tag(SourceObject source)
    {
        var id = source.Integer("id") ?? 0;
        var part = new TagPart
        {
            Uuid = FlagsmithDump.Uuid(source) ?? SourceUuid.Of("flagsmith", "tag", id.ToString(CultureInfo.InvariantCulture)),
            Label = source.NeededText("label"),
            Color = source.Text("color"),
            Description = source.Text("description"),
            IsPermanent = source.Flag("is_permanent"),
        };
        source.Ignore("project", "is_system_tag", "type");
        source.Close();
        return new ApiTag(id, part);
    }

    internal static ApiFeature Feature(SourceObject source, List<ApiTag> tags)
    {
        List<(int Id, VariantPart Part)> options = [.. source.Items("multivariate_options").Select(Variant)];
        var owned = source.Integers("tags").ToHashSet();
        var part = new FeaturePart
        {
            Uuid = FlagsmithDump.Uuid(source),
            Name = source.NeededText("name"),
            Description = source.Text("description"),
            DefaultEnabled = source.Flag("default_enabled"),
            InitialValue = source.Text("initial_value"),
            IsArchived = source.Flag("is_archived"),
            IsServerKeyOnly = source.Flag("is_server_key_only"),
            TagUuids = [.. tags.Where(each => owned.Contains(each.Id)).Select(each => each.Part.Uuid)],
            OwnerEmails = [.. source.Items("owners").Select(each => each.Text("email")).OfType<string>()],
            OwnerGroups = [.. source.Items("group_owners").Select(each => each.Text("name")).OfType<string>()],
            MultivariateOptions = [.. options.Select(each => each.Part)],
        };
        source.Lose("metadata", "Custom fields do not exist here.");
        source.Ignore("project", "type", "created_date", "environment_feature_state", "segment_feature_state", "num_segment_overrides", "num_identity_overrides", "is_num_identity_overrides_complete",
            "last_modified_in_any_environment", "last_modified_in_current_environment", "code_references_counts", "lifecycle_stage");
        var id = source.Integer("id") ?? 0;
        source.Close();
        return new ApiFeature(id, part, [.. options.Select(each => each.Id)]);
    }

    private static (int Id, VariantPart Part) Variant(SourceObject source)
    {
        var part = SourceValue.Variant(SourceValue.OfColumns(source), source.Text("key"), source.Number("default_percentage_allocation") ?? 0, FlagsmithDump.Uuid(source));
        source.Ignore("feature", "type", "string_value", "integer_value", "boolean_value", "value_type");
        var id = source.Integer("id") ?? 0;
        source.Close();
        return (id, part);
    }

    internal static ApiSegment Segment(SourceObject source, List<ApiFeature> features)
    {
        var (id, only) = (source.Integer("id") ?? 0, source.Integer("feature"));
        var part = new SegmentPart
        {
            Uuid = FlagsmithDump.Uuid(source) ?? SourceUuid.Of("flagsmith", "segment", id.ToString(CultureInfo.InvariantCulture)),
            Name = source.NeededText("name"),
            Description = source.Text("description"),
            Feature = features.Find(each => each.Id == only)?.Part.Name,
            HashSeed = id,
            Rules = [.. source.Items("rules").Select(FlagsmithRules.Read)],
        };
        source.Lose("metadata", "Custom fields do not exist here.");
        source.Ignore("project", "version_of", "version", "created_at", "updated_at", "membership_counts", "managed_by", "change_request");
        source.Close();
        return new ApiSegment(id, part);
    }
}
