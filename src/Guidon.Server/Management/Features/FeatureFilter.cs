using System.Globalization;
using Guidon.Server.Edge;
using Guidon.Server.Management.CodeReferences;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Features;

/// <summary>
/// Which features a list is asked for, and in which order. A project has at most a few thousand, and they are compared as people read them,
/// which no engine does in the same way.
/// </summary>
internal sealed class FeatureFilter
{
    // What looks into texts, or beside the rows.
    private static readonly string[] s_looking = ["search", "tags", "owners", "group_owners", "lifecycle_stage", "is_enabled", "value_search", "identity"];

    private readonly IQueryCollection _query;
    private readonly int? _environment;
    private readonly bool? _isArchived;
    private readonly bool? _isEnabled;

    internal FeatureFilter(HttpContext http)
    {
        (_query, _environment) = (http.Request.Query, http.QueryId("environment"));
        Check("sort_field", "created_date", "name");
        Check("sort_direction", "ASC", "DESC");
        Check("tag_strategy", "UNION", "INTERSECTION");
        Check("type", Feature.Standard, Feature.Multivariate);
        Check("lifecycle_stage", Lifecycle.New, Lifecycle.Live, Lifecycle.Stale, Lifecycle.Permanent, Lifecycle.NeedsMonitoring, Lifecycle.ToRemove);
        (_isArchived, _isEnabled) = (Flag("is_archived"), Flag("is_enabled"));
        foreach (var name in (string[])["is_enabled", "value_search"])
        {
            if (!string.IsNullOrEmpty(_query[name]) && _environment is null) Errors.Add("environment", $"Must be given beside {name}.");
        }
    }

    internal FieldErrors Errors { get; } = new();

    /// <summary>True when the rows of features alone say which are wanted and in what order: then nothing is read that is not on the page.</summary>
    internal bool IsPlain => _query["sort_field"] != "name" && !Array.Exists(s_looking, name => _query.ContainsKey(name));

    /// <returns>The ids of all that are wanted, in order, when <see cref="IsPlain"/>.</returns>
    internal IQueryable<int> Plain(ControlPlane plane, Project project)
    {
        var features = Among(plane, project);
        var ordered = _query["sort_direction"] == "DESC"
            ? features.OrderByDescending(each => each.CreatedAt).ThenByDescending(each => each.Id)
            : features.OrderBy(each => each.CreatedAt).ThenBy(each => each.Id);
        return ordered.Select(each => each.Id);
    }

    /// <returns>The ids of all that are wanted, in order.</returns>
    internal IReadOnlyList<int> Apply(ControlPlane plane, Caller caller, Project project, DateTimeOffset now)
    {
        var features = ByState(plane, ByLinks(plane, project, now, Wanted(plane, project)));
        var sorted = OfIdentity(plane, caller) is { Count: > 0 } first ? Sorted(features).OrderByDescending(each => first.Contains(each.Id)) : Sorted(features);
        return [.. sorted.Select(each => each.Id)];
    }

    private List<Candidate> Wanted(ControlPlane plane, Project project)
    {
        var search = (string?)_query["search"];
        var isSearch = !string.IsNullOrEmpty(search);
        var candidates = Among(plane, project).Select(each => new Candidate(each.Id, each.Name, isSearch ? each.Description : null, each.CreatedAt, each.ChangedAt)).ToList();
        return string.IsNullOrEmpty(search) ? candidates : candidates.FindAll(each => Holds(each.Name, search) || Holds(each.Description ?? "", search));
    }

    private IQueryable<Feature> Among(ControlPlane plane, Project project)
    {
        var type = (string?)_query["type"];
        var features = plane.Features.Where(each => each.ProjectId == project.Id);
        if (_isArchived is { } isArchived) features = features.Where(each => each.IsArchived == isArchived);
        return string.IsNullOrEmpty(type) ? features : features.Where(each => each.Type == type);
    }

    // Only what is asked for is read: without these filters there is nothing to look up.
    private List<Candidate> ByLinks(ControlPlane plane, Project project, DateTimeOffset now, List<Candidate> features)
    {
        var (tags, owners, groups, stage) = (_query["tags"], Ids("owners"), Ids("group_owners"), (string?)_query["lifecycle_stage"]);
        if (tags.Count == 0 && owners.Count == 0 && groups.Count == 0 && string.IsNullOrEmpty(stage)) return features;
        List<int> ids = [.. features.Select(each => each.Id)];
        var links = new FeatureLinks(plane, ids);
        var stages = string.IsNullOrEmpty(stage)
            ? null
            : new Lifecycle(plane, project, _environment, now).StagesOf(features.ConvertAll(each => new FeatureAge(each.Id, each.Name, each.CreatedAt, each.ChangedAt)), links.IsPermanent, new CodeCounts(plane, project, ids));
        var (wanted, any) = (Ids("tags"), _query["tag_strategy"] == "UNION");
        return features.FindAll(feature =>
            (tags.Count == 0 || HasTags(links.TagsOf(feature.Id), wanted, any))
            && (owners.Count == 0 || owners.Any(owner => links.HasOwner(feature.Id, owner)))
            && (groups.Count == 0 || groups.Any(group => links.HasGroupOwner(feature.Id, group)))
            && (stages is null || stages[feature.Id] == stage));
    }

    private static bool HasTags(IReadOnlyList<int> tags, IReadOnlyList<int> wanted, bool any) =>
        wanted.Count == 0 ? tags.Count == 0 : any ? wanted.Any(tags.Contains) : wanted.All(tags.Contains);

    private List<Candidate> ByState(ControlPlane plane, List<Candidate> features)
    {
        var value = (string?)_query["value_search"];
        if (_isEnabled is null && string.IsNullOrEmpty(value)) return features;
        var states = plane.FeatureStates.Where(each => each.EnvironmentId == _environment && each.SegmentId == null && each.Identifier == null)
            .Select(each => new { each.FeatureId, each.Enabled, each.Value }).ToDictionary(each => each.FeatureId);
        return features.FindAll(feature => states.TryGetValue(feature.Id, out var state)
            && (_isEnabled is null || state.Enabled == _isEnabled)
            && (string.IsNullOrEmpty(value) || Holds(ScalarValue.Typed(state.Value)?.Value ?? "", value)));
    }

    // Those that are different for this identity come first, for who may see it.
    private HashSet<int> OfIdentity(ControlPlane plane, Caller caller)
    {
        if (!long.TryParse(_query["identity"], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return [];
        var home = plane.Identities.Where(each => each.Id == id).Select(each => each.EnvironmentId).SingleOrDefault();
        if (plane.FindEnvironment(caller, home) is not { } environment || !caller.May(EnvironmentPermission.ViewIdentities, Place.Of(plane, environment))) return [];
        return [.. from state in plane.FeatureStates
                   from identity in plane.Identities
                   where identity.Id == id && state.EnvironmentId == identity.EnvironmentId && state.Identifier == identity.Identifier
                   select state.FeatureId];
    }

    private IOrderedEnumerable<Candidate> Sorted(IEnumerable<Candidate> features)
    {
        var byName = _query["sort_field"] == "name";
        var descending = _query["sort_direction"] == "DESC";
        return (byName, descending) switch
        {
            (true, false) => features.OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase),
            (true, true) => features.OrderByDescending(each => each.Name, StringComparer.OrdinalIgnoreCase),
            (false, false) => features.OrderBy(each => each.CreatedAt).ThenBy(each => each.Id),
            (false, true) => features.OrderByDescending(each => each.CreatedAt).ThenByDescending(each => each.Id),
        };
    }

    // What is no number is 0, which nothing has.
    private List<int> Ids(string name) =>
        [.. ((string?)_query[name] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)];

    // In the forms that clients of the original send; an unreadable one that is ignored would select everything.
    private bool? Flag(string name)
    {
        var value = (string?)_query[name];
        if (string.IsNullOrEmpty(value)) return null;
        var flag = QueryFields.ReadFlag(value);
        if (flag is null) Errors.Add(name, $"\"{value}\" is not a valid choice: true, false, 1, 0.");
        return flag;
    }

    private void Check(string name, params string[] choices)
    {
        var value = (string?)_query[name];
        if (!string.IsNullOrEmpty(value) && !choices.Contains(value)) Errors.Add(name, $"\"{value}\" is not a valid choice: {string.Join(", ", choices)}.");
    }

    // What filters and orders need of a feature; the rest is read of the page alone.
    private sealed record Candidate(int Id, string Name, string? Description, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt);

    private static bool Holds(string text, string search) => text.Contains(search, StringComparison.OrdinalIgnoreCase);
}
