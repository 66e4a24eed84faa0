using System.Globalization;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management;

/// <summary>Finds what a path or a body names, for the caller who asks: what it may not see does not exist.</summary>
internal static class Lookup
{
    internal static ProjectEnvironment? FindEnvironment(this ControlPlane plane, Caller caller, string key) =>
        plane.Environments.SingleOrDefault(each => each.ApiKey == key) is { } found && caller.May(Permission.View, Place.Of(plane, found)) ? found : null;

    internal static Project? FindProject(this ControlPlane plane, Caller caller, int id) =>
        plane.Projects.SingleOrDefault(each => each.Id == id) is { } found && caller.May(Permission.View, Place.Of(found)) ? found : null;

    internal static Feature? FindFeature(this ControlPlane plane, int projectId, int id) =>
        plane.Features.SingleOrDefault(each => each.Id == id && each.ProjectId == projectId);

    /// <summary>The ids of a project's features by name, to the letter: one engine takes names for equal whose letters differ in case, and code does not.</summary>
    internal static Dictionary<string, int> FeatureIds(this ControlPlane plane, int projectId) =>
        plane.Features.Where(each => each.ProjectId == projectId).Select(each => new { each.Name, each.Id }).ToDictionary(each => each.Name, each => each.Id, StringComparer.Ordinal);

    /// <summary>A part of the path as text; empty when there is none.</summary>
    internal static string PathText(this HttpContext http, string name) => (string?)http.GetRouteValue(name) ?? "";

    /// <summary>A part of the path as an id; 0, which nothing has, when it is none.</summary>
    internal static int PathId(this HttpContext http, string name) => Id(http.PathText(name)) ?? 0;

    /// <summary>The same for identities and their traits, of which there are more than a 32-bit number counts.</summary>
    internal static long PathLongId(this HttpContext http, string name) => long.TryParse(http.PathText(name), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>A part of the query as an id; <see langword="null"/> when it is missing, 0 when it is none.</summary>
    internal static int? QueryId(this HttpContext http, string name) =>
        (string?)http.Request.Query[name] is { Length: > 0 } text ? Id(text) ?? 0 : null;

    /// <summary>The last part of a <c>get-by-uuid</c> path; empty, which nothing has, when it is none.</summary>
    internal static Guid PathUuid(this HttpContext http) => Guid.TryParse(http.PathText("uuid"), out var uuid) ? uuid : Guid.Empty;

    /// <summary>An environment by its id, as queries and bodies name it.</summary>
    internal static ProjectEnvironment? FindEnvironment(this ControlPlane plane, Caller caller, int id) =>
        plane.Environments.SingleOrDefault(each => each.Id == id) is { } found && caller.May(Permission.View, Place.Of(plane, found)) ? found : null;

    /// <summary>The environments of a project that the caller may see, by id.</summary>
    internal static IReadOnlyList<int> SeenEnvironments(this ControlPlane plane, Caller caller, Project project) =>
    [
        .. plane.Environments.Where(each => each.ProjectId == project.Id).Select(each => each.Id).OrderBy(id => id).AsEnumerable()
            .Where(id => caller.May(Permission.View, Place.Of(project) with { EnvironmentId = id })),
    ];

    private static int? Id(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
