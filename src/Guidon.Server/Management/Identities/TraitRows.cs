using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Identities;

/// <summary>Whether traits may be written at all.</summary>
internal static class TraitRows
{
    internal const string NotStored = "This organisation stores no traits.";

    internal static bool MayStore(ControlPlane plane, ProjectEnvironment environment) => plane.Organisations.Any(each =>
        each.PersistTraitData && plane.Projects.Any(project => project.Id == environment.ProjectId && project.OrganisationId == each.Id));
}
