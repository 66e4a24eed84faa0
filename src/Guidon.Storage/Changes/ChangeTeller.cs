using Guidon.Events;
using Guidon.Events.Changes;
using Guidon.Storage.Model;
using Guidon.Storage.Versions;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Changes;

/// <summary>
/// Turns changed rows into events: <c>flag.changed</c> for each state, for its environment and its organisation; <c>audit.created</c> for each
/// state, each feature and each segment, for their project and organisation. A state that came or went with its feature has no audit record of its own.
/// </summary>
/// <param name="plane">Where names are looked up.</param>
/// <param name="ids">Ids of the events.</param>
/// <param name="changedBy">An API key's name or an e-mail address; empty when nobody is known.</param>
/// <param name="now">The time of the change.</param>
/// <param name="source">As <see cref="ChangeEvent.Source"/>.</param>
public sealed class ChangeTeller(ControlPlane plane, EventIdSource ids, string changedBy, DateTimeOffset now, string? source = null)
{
    private readonly Dictionary<int, (Named Project, Named Organisation)> _owners = [];
    private Dictionary<int, ProjectEnvironment> _environments = [];   // those that the rows name
    private readonly DateTimeOffset _at = StoreTime.Whole(now);

    private readonly List<ChangeEvent> _audited = [];
    private readonly HashSet<(int EnvironmentId, int FeatureId)> _versioned = [];

    /// <summary>What was told as <c>audit.created</c>: the audit records tell the same.</summary>
    public IReadOnlyList<ChangeEvent> Audited => _audited;

    /// <summary>Features of which a default or a segment override changed, in environments that keep versions; none in all others.</summary>
    public IReadOnlyCollection<(int EnvironmentId, int FeatureId)> Versioned => _versioned;

    /// <summary>Writes the events of a change into the context's outbox.</summary>
    public void Tell(ChangedRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var named = rows.States.Select(pair => (pair.New ?? pair.Old)?.EnvironmentId ?? 0).ToHashSet();
        // Who changed flags has mostly found their environment.
        _environments = plane.ChangeTracker.Entries<ProjectEnvironment>().Select(each => each.Entity).Where(each => named.Contains(each.Id)).ToDictionary(each => each.Id);
        named.ExceptWith(_environments.Keys);
        foreach (var other in named.Count == 0 ? [] : plane.Environments.AsNoTracking().Where(each => named.Contains(each.Id)).ToList()) _environments.Add(other.Id, other);
        var whole = rows.Features.Where(pair => pair.Old is null || pair.New is null).Select(pair => (pair.New ?? pair.Old)?.Id).ToHashSet();
        foreach (var (old, now) in rows.Features) TellFeature(old, now);
        foreach (var (old, now) in rows.Segments) TellSegment(old, now);
        foreach (var (old, now) in rows.States) TellState(old, now, isAudited: !whole.Contains((now ?? old)?.Feature.Id));
    }

    /// <summary>Tells that these went live: their environments only, after what changed by it.</summary>
    public void Tell(IReadOnlyList<FeatureVersion> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        var states = versions.ToDictionary(each => each, each => VersionStates.Read(each.States).Select(state => state.Id).ToList());
        var images = StateImage.Load(plane, [.. states.Values.SelectMany(ids => ids)]);
        foreach (var version in versions)
        {
            var (feature, environment) = (images[states[version][0]].Feature, plane.Environments.AsNoTracking().Single(each => each.Id == version.EnvironmentId));
            var (project, organisation) = OwnersOf(feature.ProjectId);
            var change = new ChangeEvent
            {
                Action = ChangeAction.Created,
                ChangedBy = changedBy,
                Source = source,
                Project = project,
                Organisation = organisation,
                Environment = new Named(environment.Id, environment.Name),
                Feature = Snap(feature),
                Version = new VersionSnapshot
                {
                    Uuid = version.Uuid,
                    PublishedBy = version.PublishedBy is { } person ? new Named(person, version.Publisher) : null,
                    States = [.. states[version].Select(id => images[id].Snapshot)],
                },
                Summary = $"New version published for feature: {feature.Name}",
            };
            Add(EventKind.VersionPublished, change, EventStream.OfEnvironmentChanges(environment.Id));
        }
    }

    private void TellFeature(Feature? old, Feature? now)
    {
        if ((now ?? old) is not { } feature) return;
        var (project, organisation) = OwnersOf(feature.ProjectId);
        var action = ActionOf(old, now);
        Audit(new ChangeEvent
        {
            Action = action,
            ChangedBy = changedBy,
            Source = source,
            Project = project,
            Organisation = organisation,
            Feature = Snap(feature),
            PreviousFeature = old is null ? null : Snap(old),
            Summary = $"Feature {Word(action)}: {feature.Name}",
        });
    }

    // Its audit record, with the rules, is written by who watches the rows.
    private void TellSegment(Segment? old, Segment? now)
    {
        if ((now ?? old) is not { } segment) return;
        var (project, organisation) = OwnersOf(segment.ProjectId);
        var action = ActionOf(old, now);
        var change = new ChangeEvent
        {
            Action = action,
            ChangedBy = changedBy,
            Source = source,
            Project = project,
            Organisation = organisation,
            Segment = new SegmentSnapshot(segment.Id, segment.Name, segment.Description),
            Feature = new FeatureSnapshot { Id = segment.Id, Uuid = segment.Uuid, Name = segment.Name, Type = "SEGMENT", CreatedAt = segment.CreatedAt, DefaultEnabled = false },
            Summary = $"Segment {Word(action)}: {segment.Name}",
        };
        Add(EventKind.AuditCreated, change, EventStream.OfProjectChanges(project.Id), EventStream.OfOrganisationChanges(organisation.Id));
    }

    private void TellState(StateImage? old, StateImage? now, bool isAudited)
    {
        if ((now ?? old) is not { } image) return;
        var environment = _environments[image.EnvironmentId];
        if (environment.UseFeatureVersions && image.Snapshot.Identifier is null) _versioned.Add((environment.Id, image.Feature.Id));
        var (project, organisation) = OwnersOf(environment.ProjectId);
        var action = ActionOf(old, now);
        var change = new ChangeEvent
        {
            Action = action,
            ChangedBy = changedBy,
            Source = source,
            Project = project,
            Organisation = organisation,
            Environment = new Named(environment.Id, environment.Name),
            Feature = Snap(image.Feature),
            State = now?.Snapshot,
            PreviousState = old?.Snapshot,
            Summary = Summary(image.Snapshot, image.Snapshot.Identifier, action, image.Feature.Name),
        };
        Add(EventKind.FlagChanged, change, EventStream.OfEnvironmentChanges(environment.Id), EventStream.OfOrganisationChanges(organisation.Id));
        if (isAudited) Audit(change);
    }

    private void Audit(ChangeEvent change)
    {
        _audited.Add(change);
        Add(EventKind.AuditCreated, change, EventStream.OfProjectChanges(change.Project.Id), EventStream.OfOrganisationChanges(change.Organisation.Id));
    }

    private void Add(EventKind kind, ChangeEvent change, params ReadOnlySpan<int> streams)
    {
        var (id, payload) = (ids.Next(), ChangeEventEncoding.Encode(change));
        foreach (var stream in streams) plane.Outbox.Add(new NewEvent(id, kind, stream, FlagTableId: 0, _at, payload));
    }

    private (Named Project, Named Organisation) OwnersOf(int projectId)
    {
        if (_owners.TryGetValue(projectId, out var known)) return known;
        var owners = plane.Projects.Where(each => each.Id == projectId)
            .Join(plane.Organisations, project => project.OrganisationId, organisation => organisation.Id, (project, organisation) => new { Project = project.Name, organisation.Id, organisation.Name }).Single();
        return _owners[projectId] = (new Named(projectId, owners.Project), new Named(owners.Id, owners.Name));
    }

    private static ChangeAction ActionOf(object? old, object? now) =>
        old is null ? ChangeAction.Created : now is null ? ChangeAction.Deleted : ChangeAction.Updated;

    private static string Word(ChangeAction action) => action.ToString().ToLowerInvariant();

    /// <summary>What became of a state, in words.</summary>
    /// <param name="state">The new one, or the last one.</param>
    /// <param name="identity">What an identity is called in them: receivers know it by its identifier, records that are kept for good do not.</param>
    /// <param name="action">What was done.</param>
    /// <param name="feature">Its feature's name.</param>
    internal static string Summary(FlagSnapshot state, string? identity, ChangeAction action, string feature)
    {
        var subject = state.Segment is { } segment ? $"Segment override ({segment.Name})" : identity is not null ? $"Identity override ({identity})" : "Flag state";
        return $"{subject} {Word(action)} for feature: {feature}";
    }

    private static FeatureSnapshot Snap(Feature feature) => new()
    {
        Id = feature.Id,
        Uuid = feature.Uuid,
        Name = feature.Name,
        Type = feature.Type,
        CreatedAt = feature.CreatedAt,
        DefaultEnabled = feature.DefaultEnabled,
        Description = feature.Description,
        InitialValue = feature.InitialValue,
        IsArchived = feature.IsArchived,
        IsServerKeyOnly = feature.IsServerKeyOnly,
    };
}
