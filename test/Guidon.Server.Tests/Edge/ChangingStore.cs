using Guidon.Flags;
using Guidon.Server.Tests.Realtime;
using Guidon.Storage;

namespace Guidon.Server.Tests.Edge;

/// <summary>One published environment that a test replaces, in a store that fails when a test says so.</summary>
internal sealed class ChangingStore(EnvironmentDocument first) : IEnvironmentStore
{
    public EnvironmentDocument Document { get; set; } = first;

    public bool Fails { get; set; }

    public ValueTask<IReadOnlyList<StoredEnvironment>> LoadAsync(CancellationToken cancellation) => new([SomeEnvironment.Stored(Document)]);

    public ValueTask<StoredEnvironment?> FindAsync(int environmentId, CancellationToken cancellation) =>
        Fails ? throw new StorageException("The disk is away.", null)
        : new(Document.Id == environmentId ? SomeEnvironment.Stored(Document) : null);
}
