using Guidon.Flags;
using Guidon.Server.Tests.Realtime;
using Guidon.Storage;

namespace Guidon.Server.Tests.Edge;

/// <summary>One published environment that a test replaces, in a store that fails when a test says so.</summary>
internal sealed class ChangingStore(EnvironmentDocument first) : IEnvironmentStore
{
    public EnvironmentDocument Document { get; set; } = first;

    public bool Fails { get; set; }

    /// <summary>Environments beside it that are as it is.</summary>
    public IReadOnlyCollection<int> Others { get; set; } = [];

    public ValueTask<IReadOnlyList<StoredEnvironment>> LoadAsync(CancellationToken cancellation) => new([SomeEnvironment.Stored(Document)]);

    public ValueTask<IReadOnlyList<StoredEnvironment>> FindAsync(IReadOnlyCollection<int> environmentIds, CancellationToken cancellation) =>
        Fails ? throw new StorageException("The disk is away.", null)
        : new([.. environmentIds.Where(id => id == Document.Id || Others.Contains(id)).Select(id => SomeEnvironment.Stored(id == Document.Id ? Document : Document with { Id = id, ApiKey = $"key-{id}" }))]);
}
