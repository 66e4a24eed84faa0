using System.Globalization;
using Guidon.Delivery;
using Guidon.Delivery.Replays;
using Guidon.Events;
using Guidon.Server.Access;
using Guidon.Storage;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Start;

/// <summary><c>guidon doctor --replay-last</c>: this build's mappers over a data folder, which a server may be using.</summary>
internal static class MapperCheck
{
    /// <returns>Lines for a person, how many differences nothing explains, or why it cannot be done.</returns>
    internal static async Task<(IReadOnlyList<string> Lines, int Unexplained, string? Refusal)> RunAsync(
        string folder, int events, IReadOnlyList<Integration> integrations, CancellationToken cancellation)
    {
        var opening = SqliteStorage.OpenForReading(folder, TimeProvider.System, NullLoggerFactory.Instance);
        if (opening.Storage is not { } storage) return ([], 0, opening.Error);
        await using (storage)
        {
            var (secret, error) = InstallationSecret.Open(folder, isNew: false);
            if (secret is null) return ([], 0, error);
            var mappers = new DestinationMappers(
                storage.Deliveries, storage.EventLog, integrations.ToDictionary(integration => integration.Name, StringComparer.Ordinal), new SettingsProtector(secret));
            var firewall = new MapperFirewall(storage.Deliveries, storage.EventLog, storage.Attempts, mappers);
            try
            {
                return Told(await firewall.RunAsync(events, cancellation));
            }
            catch (Exception failure) when (failure is StorageException or EventLogException)
            {
                return ([], 0, $"{folder} cannot be read: {failure.Message}");
            }
        }
    }

    private static (IReadOnlyList<string> Lines, int Unexplained, string? Refusal) Told(MapperComparison compared)
    {
        var unexplained = compared.Findings.Count(finding => !finding.IsExplained);
        var summary = string.Create(
            CultureInfo.InvariantCulture, $"{compared.Mapped} events mapped, {compared.Compared} compared with what was sent: {compared.Findings.Count} differ, {unexplained} of them unexplained.");
        return ([.. compared.Findings.Select(Line), summary], unexplained, null);
    }

    private static string Line(MapperFinding finding) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(finding.IsExplained ? "explained" : "unexplained")}: destination {finding.DestinationId} ({finding.Integration}), event {finding.Sequence}, "
        + $"mapper {finding.OldVersion} -> {finding.NewVersion}: {finding.Outcome}, differs at {string.Join(", ", finding.Differences)}");
}
