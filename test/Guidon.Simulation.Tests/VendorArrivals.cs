using Guidon.Events;
using Guidon.Receivers;

namespace Guidon.Simulation.Tests;

/// <summary>What a vendor shows of a destination's events: found by user and time, as a person would look for them there.</summary>
internal sealed class VendorArrivals(World world, Expected expected)
{
    /// <param name="own">Events that were meant for it.</param>
    /// <param name="isWhole">Nothing was given up: then the newest event that arrived is the profile.</param>
    internal HashSet<long> Of(IReadOnlyList<LoggedEvent> own, bool isWhole)
    {
        var vendor = world.VendorSites.Select(site => site.Vendor).SingleOrDefault(vendor => vendor.Name == expected.Integration);
        var rows = (vendor?.Rows ?? []).Where(row => row.Project == expected.Account && row.Kind != "$identify").ToList();
        var shown = rows.Select(row => (row.User, row.ShownAt.ToUnixTimeMilliseconds())).ToHashSet();
        var arrived = own.Where(logged => shown.Contains((IdentityOf(logged), logged.OccurredAt.ToUnixTimeMilliseconds()))).ToList();
        if (vendor is not null && isWhole) CheckProfiles(vendor, arrived);
        return [.. arrived.Select(logged => logged.Sequence)];
    }

    // What was erased may have left an older state behind.
    private void CheckProfiles(StrictReceiver vendor, List<LoggedEvent> arrived)
    {
        foreach (var identity in arrived.GroupBy(IdentityOf).Where(each => !world.Oracle.Erased.Contains((expected.EnvironmentId, each.Key))))
        {
            var value = DecodedEvent.Of(identity.MaxBy(logged => logged.Sequence)!, World.Table).Event?.Flags[0].Outcome.Value.Json;
            if (vendor.Profile(expected.Account, identity.Key) is { } profile && !profile.GetRawText().Contains(value ?? "?", StringComparison.Ordinal))
                world.Oracle.Break($"{vendor.Name}: {identity.Key} has {profile.GetRawText()}, and {value} was delivered last");
        }
    }

    private static string IdentityOf(LoggedEvent logged) => EvaluatedEventEncoding.Identifier(logged.Payload.Span) ?? "";
}
