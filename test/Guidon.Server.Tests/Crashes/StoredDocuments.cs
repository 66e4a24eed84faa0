using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Guidon.Server.Start;
using Guidon.Server.Tests.Processes;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Crashes;

/// <summary>The rows of a server that was stopped, written as documents once more: a document that is not what its rows say was made by half.</summary>
internal static class StoredDocuments
{
    /// <returns>Environments whose stored document is another, or is missing, or is left over.</returns>
    internal static async Task<IReadOnlyList<string>> FindDifferencesAsync(GuidonProcess stopped)
    {
        var (storage, _) = await DataFolder.OpenAsync(stopped.Folder, stopped.Database, TimeProvider.System, NullLoggerFactory.Instance, default);
        await using var closed = storage;
        return await storage.ControlPlane.WriteAsync(plane =>
        {
            var before = Read(plane);
            List<int> living = [.. plane.Environments.Select(each => each.Id)];
            EnvironmentPublisher.Publish(plane, living, TimeProvider.System.GetUtcNow());
            var after = Read(plane);
            return (IReadOnlyList<string>)[.. before.Keys.Union(living).Where(id => before.GetValueOrDefault(id) != after.GetValueOrDefault(id) || !living.Contains(id))
                .Select(id => string.Create(CultureInfo.InvariantCulture, $"environment {id}: {before.GetValueOrDefault(id)} and by its rows {after.GetValueOrDefault(id)}"))];
        }, default);
    }

    private static Dictionary<int, string> Read(ControlPlane plane) => plane.PublishedDocuments.AsNoTracking().AsEnumerable().ToDictionary(each => each.EnvironmentId, each =>
    {
        var document = JsonNode.Parse(each.Document)!.AsObject();
        document.Remove("updated_at");   // each publishing has its own
        return document.ToJsonString() + Convert.ToHexString(each.Features);
    });
}
