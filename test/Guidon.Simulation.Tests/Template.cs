using Guidon.Doubles;
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
        await storage.ControlPlane.AddEnvironmentsAsync(World.Environments);
        return folder;
    }
}
