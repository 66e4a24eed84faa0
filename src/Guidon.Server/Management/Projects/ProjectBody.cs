using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Projects;

/// <summary>The body with which projects are made and changed. What is wrong with it stands in <see cref="Errors"/>.</summary>
internal sealed class ProjectBody
{
    private const int NameCharsMax = 2_000;
    private const int RegexCharsMax = 255;
    private const int DaysMax = 36_500;
    private const int ApprovalsMax = 100;

    private readonly FieldReader _reader;
    private readonly bool? _hideDisabled, _realtime, _preventDefaults, _lowerCase, _enforceOwners;
    private readonly int? _staleDays, _approvals;
    private readonly string? _regex;

    /// <param name="body">The body.</param>
    /// <param name="isNew">True when there must be a name and an organisation.</param>
    internal ProjectBody(JsonElement body, bool isNew)
    {
        _reader = new FieldReader(body, Errors);
        Name = isNew || _reader.Has("name") ? _reader.Text("name", NameCharsMax)?.Trim() : null;
        OrganisationId = isNew ? _reader.Id("organisation") : null;
        (_hideDisabled, _realtime) = (_reader.FlagOrNull("hide_disabled_flags"), _reader.FlagOrNull("enable_realtime_updates"));
        (_preventDefaults, _lowerCase) = (_reader.FlagOrNull("prevent_flag_defaults"), _reader.FlagOrNull("only_allow_lower_case_feature_names"));
        _enforceOwners = _reader.FlagOrNull("enforce_feature_owners");
        _staleDays = _reader.IntegerOrNull("stale_flags_limit_days", 1, DaysMax);
        _approvals = _reader.IntegerOrNull("minimum_change_request_approvals", 0, ApprovalsMax);
        _regex = _reader.TextOrNull("feature_name_regex", RegexCharsMax) is { Length: > 0 } regex ? regex : null;
        if (_regex is not null && !FeatureNames.IsPattern(_regex)) Errors.Add("feature_name_regex", "Must be a regular expression without look-around and back-references.");
    }

    internal FieldErrors Errors { get; } = new();

    internal string? Name { get; }

    internal int? OrganisationId { get; }

    internal void Apply(Project project)
    {
        project.Name = Name ?? project.Name;
        project.HideDisabledFlags = _hideDisabled ?? project.HideDisabledFlags;
        project.EnableRealtimeUpdates = _realtime ?? project.EnableRealtimeUpdates;
        project.PreventFlagDefaults = _preventDefaults ?? project.PreventFlagDefaults;
        project.OnlyAllowLowerCaseFeatureNames = _lowerCase ?? project.OnlyAllowLowerCaseFeatureNames;
        project.EnforceFeatureOwners = _enforceOwners ?? project.EnforceFeatureOwners;
        project.StaleFlagsLimitDays = _staleDays ?? project.StaleFlagsLimitDays;
        if (_reader.Has("minimum_change_request_approvals")) project.MinimumChangeRequestApprovals = _approvals;
        if (_reader.Has("feature_name_regex")) project.FeatureNameRegex = _regex;
    }
}
