using System.Globalization;
using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Flagsmith;

/// <summary>A dump of a Flagsmith organisation: a list of <c>{"model", "fields"}</c> with natural keys. One file for each of its projects; keys go on working.</summary>
internal static class FlagsmithDump
{
    // Records that are read as part of others.
    private static readonly HashSet<string> s_read =
    [
        "project", "segment", "segmentrule", "condition", "tag", "environment", "environmentapikey", "identity", "trait", "feature", "multivariatefeatureoption",
        "featuresegment", "featurestate", "featurestatevalue", "multivariatefeaturestatevalue", "environmentfeatureversion", "webhook",
    ];

    private const int RuleDepthMax = 20;

    internal static Conversion Convert(JsonElement source, DateTimeOffset now)
    {
        var log = new LossLog();
        var dump = new Dump(source, log);
        foreach (var record in dump.Models.Where(model => !s_read.Contains(model)).SelectMany(dump.Of).Where(each => !IsReceiver(each))) record.Fields.Lose($"Records of the model \"{record.Model}\" are not carried.");
        return new Conversion([.. dump.Of("project").Select(project => Project(dump, project, now))], log.Losses);
    }

    // Those of projects and organisations are not carried.
    private static bool IsReceiver(DumpRecord record) => record.Model.EndsWith(DumpEnvironment.Receiver, StringComparison.Ordinal) && record.To("environment").Length > 0;

    private static ProjectFile Project(Dump dump, DumpRecord project, DateTimeOffset now)
    {
        var fields = project.Fields;
        var features = dump.Of("feature", "project", project).ToList();
        var part = new ProjectPart
        {
            Uuid = Uuid(fields),
            Name = fields.NeededText("name"),
            HideDisabledFlags = fields.Flag("hide_disabled_flags"),
            EnableRealtimeUpdates = fields.Flag("enable_realtime_updates"),
            PreventFlagDefaults = fields.Flag("prevent_flag_defaults"),
            OnlyAllowLowerCaseFeatureNames = fields.Flag("only_allow_lower_case_feature_names", otherwise: true),
            FeatureNameRegex = fields.Text("feature_name_regex"),
            StaleFlagsLimitDays = fields.Integer("stale_flags_limit_days") ?? 30,
            MinimumChangeRequestApprovals = fields.Integer("minimum_change_request_approvals"),
            EnforceFeatureOwners = fields.Flag("enforce_feature_owners"),
        };
        fields.Ignore("organisation", "created_date", "enable_dynamo_db", "max_segments_allowed", "max_features_allowed", "max_segment_overrides_allowed", "edge_v2_migration_status", "deleted_at",
            "identity_overrides_v2_migration_status", "show_edge_identity_overrides_for_feature");
        fields.Close();
        return new ProjectFile
        {
            Project = part,
            Tags = [.. dump.Of("tag", "project", project).Select(Tag)],
            Segments = [.. dump.Of("segment", "project", project).Select(each => Segment(dump, each)).OfType<SegmentPart>()],
            Features = [.. features.Select(each => Feature(dump, each))],
            Environments = [.. dump.Of("environment", "project", project).Select(each => new DumpEnvironment(dump, each, features, now).Read())],
        };
    }

    private static TagPart Tag(DumpRecord tag)
    {
        var part = new TagPart { Uuid = KeyOf(tag), Label = tag.Fields.NeededText("label"), Color = tag.Fields.Text("color"), Description = tag.Fields.Text("description"), IsPermanent = tag.Fields.Flag("is_permanent") };
        tag.Fields.Ignore("project", "is_system_tag", "type", "uuid");
        tag.Fields.Close();
        return part;
    }

    private static SegmentPart? Segment(Dump dump, DumpRecord segment)
    {
        var fields = segment.Fields;
        // Older revisions of a segment are rows too.
        if (segment.To("version_of") is { Length: > 0 } head && !segment.Keys.Contains(head)) return null;
        var part = new SegmentPart
        {
            Uuid = KeyOf(segment),
            Name = fields.NeededText("name"),
            Description = fields.Text("description"),
            Feature = dump.Find("feature", segment.To("feature"))?.Fields.NeededText("name"),
            HashSeed = segment.Keys is [var pk, ..] && int.TryParse(pk, CultureInfo.InvariantCulture, out var id) ? id : null,
            Rules = [.. dump.Of("segmentrule", "segment", segment).Where(each => each.To("rule").Length == 0).Select(each => Rule(dump, each, 1))],
        };
        fields.Lose("metadata", "Custom fields do not exist here.");
        fields.Ignore("project", "uuid", "version", "version_of", "created_at", "updated_at", "change_request", "deleted_at", "managed_by");
        fields.Close();
        return part;
    }

    // Rules name the rule that they are part of, so a damaged dump may go in circles.
    private static RulePart Rule(Dump dump, DumpRecord rule, int depth)
    {
        if (depth > RuleDepthMax) throw new SourceException($"{rule.Fields.Path}: rules stand in each other more than {RuleDepthMax} levels deep, or in a circle.");
        var part = new RulePart(rule.Fields.Text("type") ?? "ALL")
        {
            Rules = [.. dump.Of("segmentrule", "rule", rule).Select(each => Rule(dump, each, depth + 1))],
            Conditions = [.. dump.Of("condition", "rule", rule).Select(Condition)],
        };
        rule.Fields.Ignore("segment", "rule", "uuid", "created_at", "updated_at", "deleted_at");
        rule.Fields.Close();
        return part;
    }

    private static ConditionPart Condition(DumpRecord condition)
    {
        condition.Fields.Ignore("rule", "uuid", "created_at", "updated_at", "created_with_segment", "deleted_at");
        return FlagsmithRules.Condition(condition.Fields);
    }

    private static FeaturePart Feature(Dump dump, DumpRecord feature)
    {
        var fields = feature.Fields;
        var part = new FeaturePart
        {
            Uuid = Uuid(fields),
            Name = fields.NeededText("name"),
            Description = fields.Text("description"),
            DefaultEnabled = fields.Flag("default_enabled"),
            InitialValue = fields.Text("initial_value"),
            IsArchived = fields.Flag("is_archived"),
            IsServerKeyOnly = fields.Flag("is_server_key_only"),
            TagUuids = [.. fields.Values("tags").Select(each => dump.Find("tag", DumpRecord.Reference(each))).OfType<DumpRecord>().Select(KeyOf)],
            MultivariateOptions = [.. dump.Of("multivariatefeatureoption", "feature", feature).Select(Variant)],
        };
        fields.Lose("owners", "Owners are not in the dump by their address.");
        fields.Lose("group_owners", "Groups are not in the dump.");
        fields.Lose("metadata", "Custom fields do not exist here.");
        fields.Ignore("project", "created_date", "type", "uuid", "deleted_at");
        fields.Close();
        return part;
    }

    private static VariantPart Variant(DumpRecord option)
    {
        var part = SourceValue.Variant(SourceValue.OfColumns(option.Fields), option.Fields.Text("key"), option.Fields.Number("default_percentage_allocation") ?? 0, Uuid(option.Fields));
        option.Fields.Ignore("feature", "uuid", "type", "string_value", "integer_value", "boolean_value");
        option.Fields.Close();
        return part;
    }

    internal static Guid? Uuid(SourceObject fields) => Guid.TryParse(fields.Text("uuid"), out var uuid) ? uuid : null;

    /// <summary>The record's own, or one that is made of how others refer to it.</summary>
    internal static Guid KeyOf(DumpRecord record) => Uuid(record.Fields) ?? SourceUuid.Of("flagsmith", record.Model, record.Keys.Count > 0 ? record.Keys[0] : record.Fields.Path);
}
