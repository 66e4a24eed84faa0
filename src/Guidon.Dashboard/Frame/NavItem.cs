namespace Guidon.Dashboard.Frame;

/// <summary>One entry of the navigation.</summary>
/// <param name="Id">What a page calls itself.</param>
/// <param name="Text">What people read.</param>
/// <param name="Icon">A name of <see cref="Parts.Icon"/>.</param>
/// <param name="Address">Where it leads.</param>
internal sealed record NavItem(string Id, string Text, string Icon, string Address)
{
    /// <summary>In the order in which people need them; what does not exist is not offered.</summary>
    internal static IEnumerable<(string Name, IReadOnlyList<NavItem> Items)> Groups(Visit visit)
    {
        if (visit.Environment is not null)
        {
            yield return ("Flags",
            [
                new("features", "Features", "flag", visit.At("features")),
                new("segments", "Segments", "segments", visit.At("segments")),
                new("identities", "Identities", "person", visit.At("identities")),
                new("tags", "Tags", "tag", visit.At("tags")),
                new("keys", "SDK keys", "key", visit.At("keys")),
                new("project", "Project", "log", visit.At("project")),
                new("environment", "Environment", "sliders", visit.At("environment")),
            ]);
            yield return ("Deliveries",
            [
                new("integrations", "Integrations", "plug", visit.At("integrations")),
                new("replays", "Replays", "replay", visit.At("replays")),
                new("charts", "Charts", "chart", visit.At("charts")),
            ]);
        }

        yield return ("Organisation",
        [
            new("status", "Status", "pulse", "/ui/status"),
            new("alerts", "Alerts", "bell", "/ui/alerts"),
            new("access", "Permissions", "key", "/ui/access"),
            new("groups", "Groups", "people", "/ui/groups"),
            new("audit", "Audit log", "log", "/ui/audit"),
            new("members", "Members", "people", "/ui/members"),
            new("organisation", "Organisation", "sliders", "/ui/organisation"),
        ]);
    }
}
