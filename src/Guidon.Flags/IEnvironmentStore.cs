namespace Guidon.Flags;

/// <summary>The published environments. Read at start and after a change, never on the path of a request.</summary>
public interface IEnvironmentStore
{
    /// <summary>All published environments, by id.</summary>
    ValueTask<IReadOnlyList<StoredEnvironment>> LoadAsync(CancellationToken cancellation);

    /// <summary>One environment as it is published now; <see langword="null"/> when there is none with this id.</summary>
    ValueTask<StoredEnvironment?> FindAsync(int environmentId, CancellationToken cancellation);
}
