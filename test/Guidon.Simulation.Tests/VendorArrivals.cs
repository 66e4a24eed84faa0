using Guidon.Events;

namespace Guidon.Simulation.Tests;

/// <summary>What a vendor shows of a destination's events: found by user and time, as a person would look for them there.</summary>
internal sealed class VendorArrivals(World world, Expected expected)
{
    /// <param name="own">Events that were meant for it.</param>
    /// <param name="isWhole">Nothing was given up: then the newest event that arrived is the profile.</param>
    internal HashSet<long> Of(IReadOnlyList<LoggedEvent> own, bool isWhole)
    {
        var site = world.VendorSites.SingleOrDefault(site => site.Vendor.Name == expected.Integration);
        var vendor = site?.Vendor;
        var rows = (vendor?.Rows ?? []).Where(row => row.Project == expected.Account && row.Kind != "$identify").ToList();
        var shown = rows.Select(row => (row.User, row.ShownAt.ToUnixTimeMilliseconds())).ToHashSet();
        var arrived = own.Where(logged => shown.Contains((IdentityOf(logged), logged.OccurredAt.ToUnixTimeMilliseconds()))).ToList();
        if (site is not null && isWhole) CheckProfiles(site, arrived);
        return [.. arrived.Select(logged => logged.Sequence)];
    }

    // What was erased may have left an older state behind, and so may a request that came after the node had hung up (docs/reliability.md, what is not promised).
    private void CheckProfiles(VendorSite site, List<LoggedEvent> arrived)
    {
        foreach (var identity in arrived.GroupBy(IdentityOf).Where(each => !world.Oracle.Erased.Contains((expected.EnvironmentId, each.Key))))
        {
            var value = DecodedEvent.Of(identity.MaxBy(logged => logged.Sequence)!, World.Table).Event?.Flags[0].Outcome.Value.Json;
            var left = site.Overtaken.GetValueOrDefault((expected.Account, identity.Key));
            if (site.Vendor.Profile(expected.Account, identity.Key) is { } profile && profile.GetRawText() != left && !profile.GetRawText().Contains(value ?? "?", StringComparison.Ordinal))
                world.Oracle.Break($"{site.Vendor.Name}: {identity.Key} has {profile.GetRawText()}, and {value} was delivered last");
        }
    }

    private static string IdentityOf(LoggedEvent logged) => EvaluatedEventEncoding.Identifier(logged.Payload.Span) ?? "";
}
