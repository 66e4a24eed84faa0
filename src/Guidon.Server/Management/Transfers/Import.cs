using Guidon.Server.Access;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>One import inside of its transaction: what the file says, where it goes, and which row each of its things has become.</summary>
internal sealed record Import
{
    // Far below what a statement may carry.
    private const int UuidsPerQuery = 500;

    internal required Change Change { get; init; }

    internal required ImportFile File { get; init; }

    internal required Project Project { get; init; }

    /// <summary>True when what the file does not have is removed from the project: tags, segments, features, variants, and states of the file's environments.</summary>
    internal required bool Replaces { get; init; }

    /// <summary>True when environments that the file does not have go on as they are: a variant that a feature of the project gets has no share there.</summary>
    internal bool LeavesOthers { get; init; }

    internal required InstallationSecret Secret { get; init; }

    internal ImportProgress Progress { get; init; } = new();

    internal Dictionary<Guid, Tag> Tags { get; } = [];

    internal Dictionary<Guid, Segment> Segments { get; } = [];

    /// <summary>By name without regard to case, with their variants in the order of the file.</summary>
    internal Dictionary<string, (Feature Row, IReadOnlyList<MultivariateOption> Options)> Features { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that the project did not have.</summary>
    internal HashSet<int> NewFeatures { get; } = [];

    internal List<(WantedEnvironment Wanted, ProjectEnvironment Row)> Environments { get; } = [];

    internal ControlPlane Plane => Change.Plane;

    /// <summary>What became of a row: not saved yet, so that it shows.</summary>
    internal void Note(string kind, string name, object row) => Progress.Note(kind, name, Plane.Entry(row).State);

    /// <summary>The uuid of a new row: the file's, unless something has it already, as after a copy on one server.</summary>
    /// <param name="wanted">The file's.</param>
    /// <param name="taken">From <see cref="Taken"/>.</param>
    internal Guid UuidOf(Guid? wanted, HashSet<Guid> taken) => wanted is { } uuid && uuid != Guid.Empty && taken.Add(uuid) ? uuid : Change.NewUuid();

    /// <summary>Which of these uuids exist, be it in the project or anywhere else.</summary>
    internal static HashSet<Guid> Taken(IQueryable<Guid> all, IEnumerable<Guid?> wanted) =>
        [.. wanted.OfType<Guid>().Distinct().Chunk(UuidsPerQuery).SelectMany(some => all.Where(each => some.Contains(each)).ToList())];
}
