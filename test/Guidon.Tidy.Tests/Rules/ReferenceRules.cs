using System.Xml.Linq;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>Which room may know which. Data flows one way, and no arrow points back.</summary>
internal static class ReferenceRules
{
    private static readonly Dictionary<string, string[]> s_mayReference = new()
    {
        ["Guidon.Evaluation"] = [],
        ["Guidon.Flags"] = ["Guidon.Evaluation"],
        ["Guidon.Events"] = [],
        ["Guidon.Delivery"] = ["Guidon.Events"],
        ["Guidon.Integrations"] = ["Guidon.Delivery", "Guidon.Events"],
        ["Guidon.Monitoring"] = [],
        ["Guidon.Contracts"] = [],
        ["Guidon.Transfer"] = ["Guidon.Contracts"],
        ["Guidon.Cli"] = ["Guidon.Contracts", "Guidon.Transfer"],
        ["Guidon.Dashboard"] = ["Guidon.Contracts"],
        ["Guidon.Storage"] = ["Guidon.Flags", "Guidon.Events", "Guidon.Delivery", "Guidon.Monitoring"],
        ["Guidon.Storage.Sqlite"] = ["Guidon.Storage", "Guidon.Flags", "Guidon.Events", "Guidon.Delivery", "Guidon.Monitoring"],
        ["Guidon.Storage.Postgres"] = ["Guidon.Storage", "Guidon.Flags", "Guidon.Events", "Guidon.Delivery", "Guidon.Monitoring"],
        ["Guidon.Server"] =
        [
            "Guidon.Evaluation", "Guidon.Flags", "Guidon.Events", "Guidon.Delivery", "Guidon.Integrations",
            "Guidon.Monitoring", "Guidon.Contracts", "Guidon.Transfer", "Guidon.Cli", "Guidon.Dashboard", "Guidon.Storage", "Guidon.Storage.Sqlite", "Guidon.Storage.Postgres",
        ],
    };

    // The platform's own facades: every room may log and be configured through them.
    private static readonly string[] s_facades = ["Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options"];

    // Rooms that hold the rules of the domain: what they need they bring themselves.
    private static readonly Dictionary<string, string[]> s_packagesOfPureRooms = new()
    {
        ["Guidon.Evaluation"] = ["NuGet.Versioning"],
        ["Guidon.Flags"] = [],
        ["Guidon.Events"] = [],
        ["Guidon.Delivery"] = ["MailKit"],   // the sender of messages stands beside that of requests, with the same guard (decision 220)
        ["Guidon.Integrations"] = [],
        ["Guidon.Monitoring"] = [],
        ["Guidon.Contracts"] = [],
        ["Guidon.Transfer"] = [],
    };

    internal static IEnumerable<string> Forbidden(SourceTree tree) =>
        from project in Projects(tree)
        from reference in project.References
        where !s_mayReference.TryGetValue(project.Room, out var allowed) || !allowed.Contains(reference)
        select $"{project.Room} references {reference}";

    internal static IEnumerable<string> UnknownRooms(SourceTree tree)
    {
        var rooms = Projects(tree).Select(project => project.Room).ToHashSet();
        return rooms.Except(s_mayReference.Keys).Select(room => $"{room} is not in the table of ReferenceRules")
            .Concat(s_mayReference.Keys.Except(rooms).Select(room => $"{room} of the table has no project"));
    }

    internal static IEnumerable<string> Packages(SourceTree tree) =>
        from project in Projects(tree)
        where s_packagesOfPureRooms.ContainsKey(project.Room)
        from package in project.Packages.Except(s_packagesOfPureRooms[project.Room]).Except(s_facades)
        select $"{project.Room} uses the package {package}";

    internal static IEnumerable<string> Cycles(SourceTree tree)
    {
        var graph = Projects(tree).ToDictionary(project => project.Room, project => project.References);
        return graph.Keys.Where(room => Reaches(room, room, [])).Select(room => $"{room} is reached from itself");

        bool Reaches(string from, string goal, HashSet<string> seen) =>
            graph.GetValueOrDefault(from, []).Any(next => next == goal || (seen.Add(next) && Reaches(next, goal, seen)));
    }

    private static IEnumerable<(string Room, string[] References, string[] Packages)> Projects(SourceTree tree) =>
        from file in tree.Files
        where file.IsProduct && file.Name.EndsWith(".csproj", StringComparison.Ordinal)
        let items = XDocument.Parse(file.Text).Descendants().ToList()
        select (file.Room, Included(items, "ProjectReference").Select(Name).ToArray(), Included(items, "PackageReference").ToArray());

    private static IEnumerable<string> Included(List<XElement> items, string kind) =>
        items.Where(item => item.Name.LocalName == kind).Select(item => item.Attribute("Include")?.Value ?? "");

    private static string Name(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
