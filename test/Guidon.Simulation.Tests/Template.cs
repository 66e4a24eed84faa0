using Guidon.Doubles;
using Guidon.Storage;
using Guidon.Storage.Model;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Simulation.Tests;

/// <summary>A database with two environments, made once and copied for every seed.</summary>
internal static class Template
{
    /// <summary>The only one.</summary>
    internal const int OrganisationId = 1;

    private const string Memory = "/dev/shm";

    /// <param name="folder">Its parent holds one folder per seed. In memory where the system has such a place: an fsync is not what is simulated.</param>
    internal static async Task<DirectoryInfo> MakeAsync()
    {
        var parent = Directory.CreateDirectory(
            Path.Combine(Directory.Exists(Memory) ? Memory : Path.GetTempPath(), $"guidon-simulation-{Environment.ProcessId}"));
        var folder = parent.CreateSubdirectory("template");
        var opening = SqliteStorage.Open(folder.FullName, new FakeClock(SomeEvents.Start), NullLoggerFactory.Instance);
        await using var storage = opening.Storage ?? throw new InvalidOperationException(opening.Error);
        await storage.ControlPlane.WriteAsync(Add, default);
        return folder;
    }

    private static bool Add(ControlPlane plane)
    {
        var organisation = new Organisation { Uuid = Guid.NewGuid(), Name = "Acme", CreatedAt = SomeEvents.Start };
        plane.Add(organisation);
        plane.SaveChanges();
        var project = new Project { Uuid = Guid.NewGuid(), OrganisationId = organisation.Id, Name = "Shop", CreatedAt = SomeEvents.Start };
        plane.Add(project);
        plane.SaveChanges();
        for (var n = 1; n <= World.Environments; n++)
        {
            plane.Add(new ProjectEnvironment
            {
                Uuid = Guid.NewGuid(),
                ProjectId = project.Id,
                Name = $"Production {n}",
                ApiKey = $"env-key-{n}",
                CreatedAt = SomeEvents.Start,
                UpdatedAt = SomeEvents.Start,
            });
            plane.SaveChanges();
        }

        return true;
    }
}
