namespace Guidon.Dashboard.Frame;

/// <summary>What can be granted, as the management API names it; pages offer nothing for which it is missing.</summary>
internal static class Grantable
{
    internal const string CreateProject = "CREATE_PROJECT";
    internal const string ManageGroups = "MANAGE_USER_GROUPS";

    internal const string CreateEnvironment = "CREATE_ENVIRONMENT";
    internal const string CreateFeature = "CREATE_FEATURE";
    internal const string EditFeature = "EDIT_FEATURE";
    internal const string DeleteFeature = "DELETE_FEATURE";
    internal const string ManageSegments = "MANAGE_SEGMENTS";
    internal const string ManageTags = "MANAGE_TAGS";
    internal const string ViewAuditLog = "VIEW_AUDIT_LOG";

    internal const string UpdateFeatureState = "UPDATE_FEATURE_STATE";
    internal const string ManageSegmentOverrides = "MANAGE_SEGMENT_OVERRIDES";
    internal const string ViewIdentities = "VIEW_IDENTITIES";
    internal const string ManageIdentities = "MANAGE_IDENTITIES";
}
