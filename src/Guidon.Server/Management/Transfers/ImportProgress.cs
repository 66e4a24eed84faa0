using Guidon.Contracts.Transfer;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>Counts what an import does, by what becomes of the rows.</summary>
internal sealed class ImportProgress
{
    private readonly List<ImportTally> _tallies = [];
    private readonly List<ImportDifference> _differences = [];
    private readonly List<Loss> _losses = [];

    /// <summary>Whether anything is different that SDKs or people see in the project.</summary>
    internal bool IsChanged => _tallies.Any(each => each.Kind is not ("identity" or "trait" or "server_key" or "integration") && each.Created + each.Updated + each.Deleted > 0);

    internal void Note(string kind, string name, EntityState state)
    {
        var at = _tallies.FindIndex(each => each.Kind == kind);
        var old = at < 0 ? new ImportTally(kind, 0, 0, 0, 0) : _tallies[at];
        var (tally, action) = state switch
        {
            EntityState.Added => (old with { Created = old.Created + 1 }, "create"),
            EntityState.Modified => (old with { Updated = old.Updated + 1 }, "update"),
            EntityState.Deleted => (old with { Deleted = old.Deleted + 1 }, "delete"),
            _ => (old with { Unchanged = old.Unchanged + 1 }, null),
        };
        if (at < 0) _tallies.Add(tally);
        else _tallies[at] = tally;
        if (action is not null && _differences.Count < ImportAnswer.DifferencesMax) _differences.Add(new ImportDifference(kind, action, name));
    }

    internal void Lose(string path, string kind, string reason) => _losses.Add(new Loss(path, kind, reason));

    internal ImportAnswer Answer(bool isTrial, int? project, IReadOnlyList<Loss> unknown) => new()
    {
        DryRun = isTrial,
        Project = project,
        Tallies = _tallies,
        Differences = _differences,
        Losses = [.. unknown, .. _losses],
    };
}
