namespace Guidon.Contracts;

/// <summary>What can be granted, by the names that clients know: first for an organisation, then for a project, then for an environment.</summary>
public static class Grantable
{
    /// <summary>Make projects.</summary>
    public const string CreateProject = "CREATE_PROJECT";

    /// <summary>Manage groups and their members.</summary>
    public const string ManageUserGroups = "MANAGE_USER_GROUPS";

    /// <summary>See the project.</summary>
    public const string ViewProject = "VIEW_PROJECT";

    /// <summary>Make environments.</summary>
    public const string CreateEnvironment = "CREATE_ENVIRONMENT";

    /// <summary>Make features.</summary>
    public const string CreateFeature = "CREATE_FEATURE";

    /// <summary>Change what a feature is in all environments.</summary>
    public const string EditFeature = "EDIT_FEATURE";

    /// <summary>Delete features.</summary>
    public const string DeleteFeature = "DELETE_FEATURE";

    /// <summary>Make, change and delete segments.</summary>
    public const string ManageSegments = "MANAGE_SEGMENTS";

    /// <summary>Make, change and delete tags.</summary>
    public const string ManageTags = "MANAGE_TAGS";

    /// <summary>Read the audit log.</summary>
    public const string ViewAuditLog = "VIEW_AUDIT_LOG";

    /// <summary>See the environment.</summary>
    public const string ViewEnvironment = "VIEW_ENVIRONMENT";

    /// <summary>Change flags.</summary>
    public const string UpdateFeatureState = "UPDATE_FEATURE_STATE";

    /// <summary>Override flags for segments.</summary>
    public const string ManageSegmentOverrides = "MANAGE_SEGMENT_OVERRIDES";

    /// <summary>See identities and their traits.</summary>
    public const string ViewIdentities = "VIEW_IDENTITIES";

    /// <summary>Override flags for identities, and erase them.</summary>
    public const string ManageIdentities = "MANAGE_IDENTITIES";

    /// <summary>Granted elsewhere for changes by approval, which are not offered here: kept for whoever brings it, and it permits nothing.</summary>
    public const string CreateProjectChangeRequests = "CREATE_PROJECT_LEVEL_CHANGE_REQUESTS";

    /// <inheritdoc cref="CreateProjectChangeRequests"/>
    public const string ApproveProjectChangeRequests = "APPROVE_PROJECT_LEVEL_CHANGE_REQUESTS";

    /// <inheritdoc cref="CreateProjectChangeRequests"/>
    public const string ManageProjectChangeRequests = "MANAGE_PROJECT_LEVEL_CHANGE_REQUESTS";

    /// <inheritdoc cref="CreateProjectChangeRequests"/>
    public const string CreateChangeRequest = "CREATE_CHANGE_REQUEST";

    /// <inheritdoc cref="CreateProjectChangeRequests"/>
    public const string ApproveChangeRequest = "APPROVE_CHANGE_REQUEST";
}
