using Guidon.Storage.Model;

namespace Guidon.Storage.Audit;

/// <summary>Finds out where a row belongs, by what its columns refer to.</summary>
/// <param name="plane">Where the way up is looked up.</param>
internal sealed class AuditPlaces(ControlPlane plane)
{
    private readonly Dictionary<int, int> _owners = [];   // of projects, which stay where they are: a feature touches each of fifty environments

    /// <summary>As <see cref="Of"/>; a person and what is a person's belong to every organisation that the person belongs to, and whose administrators may know.</summary>
    internal IReadOnlyList<(int? Organisation, int? Project, int? Environment)> All(object row, IReadOnlyDictionary<string, object?> values)
    {
        var person = row switch
        {
            UserAccount user => user.Id,
            UserToken token => token.UserId,
            ExternalLogin login => login.UserId,
            PasswordReset reset => reset.UserId,
            SecondFactor factor => factor.UserId,
            PendingLogin pending => pending.UserId,
            Consent consent => consent.UserId,
            _ => 0,
        };
        if (person == 0) return [Of(row, values)];
        var organisations = plane.Members.Where(member => member.UserId == person).Select(member => member.OrganisationId).Order().ToList();
        return organisations.Count == 0 ? [default] : [.. organisations.Select(id => ((int?)id, (int?)null, (int?)null))];
    }

    private (int? Organisation, int? Project, int? Environment) Of(object row, IReadOnlyDictionary<string, object?> values)
    {
        switch (row)
        {
            case Organisation organisation: return (organisation.Id, null, null);
            case Project project: return (project.OrganisationId, project.Id, null);
            case ProjectEnvironment environment: return InProject(environment.ProjectId, environment.Id);
        }

        if (row is IdentityTrait trait && Found(plane.Identities.Where(each => each.Id == trait.IdentityId).Select(each => each.EnvironmentId)) is { } home) return InEnvironment(home);
        if (Id("EnvironmentId") is { } inEnvironment) return InEnvironment(inEnvironment);
        if (Id("ProjectId") is { } inProject) return InProject(inProject, null);
        if (Id("OrganisationId") is { } inOrganisation) return (inOrganisation, null, null);
        if (Id("FeatureId") is { } feature && Found(plane.Features.Where(each => each.Id == feature).Select(each => each.ProjectId)) is { } owner) return InProject(owner, null);
        if (Id("GroupId") is { } group) return (Found(plane.Groups.Where(each => each.Id == group).Select(each => each.OrganisationId)), null, null);
        return default;

        int? Id(string property) => values.GetValueOrDefault(property) as int?;
    }

    private (int? Organisation, int? Project, int? Environment) InEnvironment(int environment) =>
        Found(plane.Environments.Where(each => each.Id == environment).Select(each => each.ProjectId)) is { } project ? InProject(project, environment) : (null, null, environment);

    private (int? Organisation, int? Project, int? Environment) InProject(int project, int? environment)
    {
        if (_owners.TryGetValue(project, out var known)) return (known, project, environment);
        var owner = Found(plane.Projects.Where(each => each.Id == project).Select(each => each.OrganisationId));
        if (owner is { } found) _owners.Add(project, found);
        return (owner, project, environment);
    }

    private static int? Found(IQueryable<int> ids)
    {
        var first = ids.Take(1).ToList();
        return first.Count == 0 ? null : first[0];
    }
}
