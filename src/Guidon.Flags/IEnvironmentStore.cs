namespace Guidon.Flags;

/// <summary>The published environments. Read at start and after a change, never on the path of a request.</summary>
public interface IEnvironmentStore
{
    /// <summary>All published environments, by id.</summary>
    ValueTask<IReadOnlyList<StoredEnvironment>> LoadAsync(CancellationToken cancellation);

    /// <summary>These environments as they are published at one moment; those that are not there are left out.</summary>
    ValueTask<IReadOnlyList<StoredEnvironment>> FindAsync(IReadOnlyCollection<int> environmentIds, CancellationToken cancellation);
}
