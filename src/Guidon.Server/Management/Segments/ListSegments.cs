using System.Globalization;
using Guidon.Contracts;
using Guidon.Evaluation;
using Guidon.Flags;
using Guidon.Server.Management.Identities;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Segments;

/// <summary>
/// <c>GET /api/v1/projects/{project}/segments/</c>: <c>q</c> is looked for in names, <c>identity</c> leaves those that a stored identity is in now,
/// for those who may see identities there; <c>include_feature_specific=false</c> leaves out segments of one feature.
/// </summary>
internal sealed class ListSegments(IControlPlaneStore store, EnvironmentRegistry served)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        var segments = Wanted(plane, caller, project, http.Request.Query);
        return Reply.OfPage(new Paging(http).Of([.. segments.OrderBy(each => each.Id)], SegmentView.Show), ContractsJson.Default.PageSegmentAnswer);
    });

    // A project has a few hundred; names are compared as people read them, which no engine does in the same way.
    private IEnumerable<Segment> Wanted(ControlPlane plane, Caller caller, Project project, IQueryCollection query)
    {
        var all = plane.Segments.AsNoTracking().Where(each => each.ProjectId == project.Id);
        if (string.Equals(query["include_feature_specific"], "false", StringComparison.OrdinalIgnoreCase)) all = all.Where(each => each.FeatureId == null);
        var segments = all.AsEnumerable();
        if ((string?)query["q"] is { Length: > 0 } text) segments = segments.Where(each => each.Name.Contains(text, StringComparison.OrdinalIgnoreCase));
        if ((string?)query["identity"] is not { Length: > 0 } identity) return segments;
        var within = long.TryParse(identity, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Of(plane, caller, project, id) : [];
        return segments.Where(each => within.Contains(SegmentSeeds.Of(each)));
    }

    // As documents call them. Whose environment or identities the caller may not see is in none.
    private HashSet<int> Of(ControlPlane plane, Caller caller, Project project, long id)
    {
        var identity = plane.Identities.AsNoTracking().SingleOrDefault(each => each.Id == id);
        if (identity is null || plane.FindEnvironment(caller, identity.EnvironmentId) is not { } environment || environment.ProjectId != project.Id) return [];
        if (!caller.May(EnvironmentPermission.ViewIdentities, Place.Of(plane, environment)) || !served.States.TryGetValue(environment.Id, out var state)) return [];
        var set = state.Current.FlagSet;
        var (outcomes, within) = (new int[set.Flags.Length], new bool[set.Segments.Length]);
        Evaluator.Evaluate(set, new Subject(identity.Identifier, TraitView.Load(plane, id)), outcomes, within);
        return [.. state.Current.Document.Project.Segments.Select((segment, at) => (segment.Id, IsIn: within[at])).Where(each => each.IsIn).Select(each => each.Id)];
    }
}
