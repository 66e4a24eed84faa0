using Guidon.Contracts;

namespace Guidon.Dashboard.Projects;

/// <summary>A setting of a project that is on or off.</summary>
/// <param name="Name">As the management API names it.</param>
/// <param name="Title">For people.</param>
/// <param name="Of">How it is set.</param>
internal sealed record ProjectSwitch(string Name, string Title, Func<ProjectAnswer, bool> Of)
{
    internal static IReadOnlyList<ProjectSwitch> All { get; } =
    [
        new("hide_disabled_flags", "Leave flags that are off out for client-side SDKs", each => each.HideDisabledFlags),
        new("enable_realtime_updates", "Tell SDKs of changes at once", each => each.EnableRealtimeUpdates),
        new("prevent_flag_defaults", "New features begin off and without a value in every environment", each => each.PreventFlagDefaults),
        new("only_allow_lower_case_feature_names", "Names of features have small letters only", each => each.OnlyAllowLowerCaseFeatureNames),
        new("enforce_feature_owners", "Every feature has an owner", each => each.EnforceFeatureOwners),
    ];
}
