using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Doubles;

/// <summary>Rows of operators that destinations and events refer to.</summary>
public static class SomeEnvironments
{
    /// <summary>Environments of one organisation, each in a project of its own: in a new store both have the same id.</summary>
    public static Task<int[]> AddEnvironmentsAsync(this IControlPlaneStore store, int count) => store.WriteAsync(
        plane =>
        {
            var organisation = new Organisation { Uuid = Guid.NewGuid(), Name = "Acme", CreatedAt = SomeEvents.Start };
            plane.Add(organisation);
            plane.SaveChanges();
            return Enumerable.Range(1, count).Select(n => Add(plane, organisation.Id, n)).ToArray();
        },
        default);

    private static int Add(ControlPlane plane, int organisationId, int n)
    {
        var project = new Project { Uuid = Guid.NewGuid(), OrganisationId = organisationId, Name = $"Shop {n}", CreatedAt = SomeEvents.Start };
        plane.Add(project);
        plane.SaveChanges();
        var environment = new ProjectEnvironment
        {
            Uuid = Guid.NewGuid(),
            ProjectId = project.Id,
            Name = $"Production {n}",
            ApiKey = $"env-key-{n}",
            CreatedAt = SomeEvents.Start,
            UpdatedAt = SomeEvents.Start,
        };
        plane.Add(environment);
        plane.SaveChanges();
        EnvironmentPublisher.Publish(plane, environment.Id, SomeEvents.Start);   // the doctor asks for a document of each
        return environment.Id;
    }
}
