using Guidon.Dashboard.Parts;

namespace Guidon.Dashboard.Features;

/// <summary>How far a feature is on its way (decision 450 has the table).</summary>
/// <param name="Name">As the management API names it.</param>
/// <param name="Title">For people.</param>
/// <param name="IsOfOneEnvironment">True when use decides too, which is counted by environment: then a feature may be in another stage elsewhere.</param>
internal sealed record Stage(string Name, string Title, bool IsOfOneEnvironment = false)
{
    internal static IReadOnlyList<Stage> All { get; } =
    [
        new("new", "New"), new("live", "Live"), new("stale", "Stale", IsOfOneEnvironment: true), new("needs_monitoring", "Needs monitoring", IsOfOneEnvironment: true),
        new("to_remove", "To remove", IsOfOneEnvironment: true), new("permanent", "Permanent"),
    ];

    internal static Stage? Find(string name) => All.FirstOrDefault(each => each.Name == name);

    internal static string TitleOf(string name) => Find(name)?.Title ?? Display.Words(name);
}
