using Guidon.Storage.Model;

namespace Guidon.Storage.Tests;

/// <summary>Rows of operators that other rows refer to.</summary>
public static class ControlPlaneRows
{
    /// <summary>Environments to hang destinations on.</summary>
    public static Task<int[]> AddEnvironmentsAsync(this IControlPlaneStore store, int count) => store.WriteAsync(
        plane =>
        {
            var now = DateTimeOffset.UnixEpoch;
            var organisation = new Organisation { Uuid = Guid.NewGuid(), Name = "Acme", CreatedAt = now };
            plane.Add(organisation);
            plane.SaveChanges();
            var project = new Project { Uuid = Guid.NewGuid(), OrganisationId = organisation.Id, Name = "Shop", CreatedAt = now };
            plane.Add(project);
            plane.SaveChanges();
            ProjectEnvironment[] environments = [.. Enumerable.Range(1, count).Select(n => new ProjectEnvironment
            {
                Uuid = Guid.NewGuid(),
                ProjectId = project.Id,
                Name = "Environment " + n,
                ApiKey = "key-" + n,
                CreatedAt = now,
                UpdatedAt = now,
            })];
            plane.AddRange(environments);
            plane.SaveChanges();
            return environments.Select(environment => environment.Id).ToArray();
        },
        default);
}
