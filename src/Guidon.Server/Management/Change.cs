using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;
using Guidon.Storage.Versions;

namespace Guidon.Server.Management;

/// <summary>One change of what operators wrote, inside of its transaction.</summary>
/// <param name="plane">What is written to.</param>
/// <param name="caller">Who changes it.</param>
/// <param name="uuids">Uuids of new rows.</param>
/// <param name="now">The one time of all rows of this change.</param>
internal sealed class Change(ControlPlane plane, Caller caller, UuidSource uuids, DateTimeOffset now)
{
    private readonly SortedSet<int> _environments = [];
    private readonly SortedSet<int> _reloads = [];
    private readonly HashSet<(int, string?)> _forgotten = [];
    private readonly List<FeatureVersion> _live = [];

    internal ControlPlane Plane => plane;

    /// <summary>Set anew by who signs up: the change is told under the name of the person that it makes.</summary>
    internal Caller Caller { get; set; } = caller;

    /// <summary>Whole microseconds, as they are stored: what is answered now is what is read later.</summary>
    internal DateTimeOffset Now { get; } = StoreTime.Whole(now);

    /// <summary>The environments that SDKs will see changed.</summary>
    internal IReadOnlyCollection<int> Environments => _environments;

    /// <summary>The streams of the log that have events of it, once it is committed.</summary>
    internal IReadOnlyCollection<int> Streams { get; set; } = [];

    /// <summary>Where it comes from when nobody made it by hand, as <see cref="Guidon.Storage.Model.AuditRecord.Source"/>.</summary>
    internal string Source { get; set; } = "";

    /// <summary>Records of what is no row of the model, for the same transaction.</summary>
    internal List<AuditEntry> Noted { get; } = [];

    internal Guid NewUuid() => uuids.Next();

    /// <summary>Environments that keep versions from now on.</summary>
    internal HashSet<int> BeginVersions { get; } = [];

    /// <summary>A draft goes live with this change; what it says is in the rows and saved.</summary>
    internal void GoLive(FeatureVersion draft) => _live.AddRange(Log().Append([], [draft]));

    /// <summary>What went live by it, in environments that keep versions. Call it when all rows are saved and looked through.</summary>
    /// <param name="changed">Features that changed there.</param>
    internal IReadOnlyList<FeatureVersion> Version(IReadOnlyCollection<(int EnvironmentId, int FeatureId)> changed)
    {
        // Most changes end here: they are made where no versions are kept.
        if (changed.Count == 0 && BeginVersions.Count == 0) return _live;
        var log = Log();
        foreach (var environment in BeginVersions) log.Begin(environment);
        return [.. _live, .. log.Append([.. changed.Where(each => !BeginVersions.Contains(each.EnvironmentId))], [])];
    }

    private VersionLog Log() => new(plane, uuids, Caller.Name, Caller.UserId, Now);

    /// <summary>Environments whose keys or existence changed, while their documents did not.</summary>
    internal IReadOnlyCollection<int> Reloads => _reloads;

    /// <summary>What memory still has of identities and must forget; all of an environment's where there is no identifier.</summary>
    internal IReadOnlyCollection<(int EnvironmentId, string? Identifier)> Forgotten => _forgotten;

    /// <summary>Keys of the environment, or itself, came or went.</summary>
    internal void Reload(int environmentId) => _reloads.Add(environmentId);

    /// <summary>Rows of identities were changed here; without an identifier those of any in the environment.</summary>
    internal void Forget(int environmentId, string? identifier) => _forgotten.Add((environmentId, identifier));

    /// <summary>The environment gets a new document and a new time; a change that touches none leaves SDKs alone.</summary>
    internal void Touch(int environmentId) => _environments.Add(environmentId);

    /// <summary>As <see cref="Touch"/>, for every environment of the project: features and segments are in the documents of all.</summary>
    internal void TouchProject(int projectId)
    {
        foreach (var environment in plane.Environments.Where(each => each.ProjectId == projectId).Select(each => each.Id)) Touch(environment);
    }
}
