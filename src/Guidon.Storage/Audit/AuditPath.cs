namespace Guidon.Storage.Audit;

/// <summary>One index of audit records that ends with the id, and where in it somebody's records lie.</summary>
/// <param name="Index">Its name.</param>
/// <param name="Column">What it begins with.</param>
/// <param name="Id">What the records have there.</param>
/// <param name="Type">Of an index that goes on with <see cref="Model.AuditRecord.RelatedType"/>, what they have there.</param>
public sealed record AuditPath(string Index, string Column, int Id, string? Type = null)
{
    /// <summary>All of an organisation.</summary>
    public static AuditPath OfOrganisation(int id) => new("audit_record_organisation", "organisation_id", id);

    /// <summary>All of a project.</summary>
    public static AuditPath OfProject(int id) => new("audit_record_project", "project_id", id);

    /// <summary>All of an environment.</summary>
    public static AuditPath OfEnvironment(int id) => new("audit_record_environment", "environment_id", id);

    /// <summary>All of a feature and of its states.</summary>
    public static AuditPath OfFeature(int id) => new("audit_record_feature", "feature_id", id);

    /// <summary>What a person did.</summary>
    public static AuditPath OfAuthor(int id) => new("audit_record_author", "author_id", id);

    /// <summary>What was done to one thing.</summary>
    public static AuditPath OfThing(int id, string type) => new("audit_record_related", "related_id", id, type);

    /// <summary>What was done to things of one kind in an organisation.</summary>
    public static AuditPath OfKind(int organisation, string type) => new("audit_record_kind", "organisation_id", organisation, type);
}
