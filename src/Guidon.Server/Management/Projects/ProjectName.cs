namespace Guidon.Server.Management.Projects;

/// <summary>The one rule of names of projects.</summary>
internal static class ProjectName
{
    /// <summary>Notes that another project of the organisation has the name.</summary>
    internal static void Check(Change change, int organisationId, ProjectBody wanted, int ownId)
    {
        if (wanted.Name is { } name && change.Plane.Projects.Any(each => each.OrganisationId == organisationId && each.Name == name && each.Id != ownId))
            wanted.Errors.Add("name", "Project with this name already exists in the organisation.");
    }
}
