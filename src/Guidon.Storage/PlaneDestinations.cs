using Guidon.Delivery;
using Guidon.Storage.Stores;

namespace Guidon.Storage;

/// <summary>
/// Destinations inside of a transaction of the control plane: what comes or goes with a project, an environment or an organisation is stored with it,
/// or not at all. Who changes some here tells capture and pumps after the commit.
/// </summary>
public sealed class PlaneDestinations
{
    private readonly IStoreSession _session;

    internal PlaneDestinations(IStoreSession session) => _session = session;

    /// <summary>Those of streams, by id; not those that were deleted.</summary>
    /// <param name="streams">As <see cref="Destination.EnvironmentId"/>.</param>
    public IReadOnlyList<Destination> Of(IReadOnlySet<int> streams) => [.. DestinationRows.All(_session).Where(each => streams.Contains(each.EnvironmentId))];

    /// <summary>One of them; <see langword="null"/> when there is none, or it was deleted.</summary>
    public Destination? Find(int destinationId) => DestinationRows.Find(_session, destinationId);

    /// <summary>As <see cref="IDeliveryStore.CreateAsync"/> and <see cref="IDeliveryStore.CreateAnotherAsync"/>.</summary>
    /// <param name="integration">Its kind.</param>
    /// <param name="stream">Whose events it gets.</param>
    /// <param name="protectedSettings">Encrypted.</param>
    /// <param name="isSingle">Whether a stream has one of this kind at most.</param>
    /// <param name="now">The time of the change.</param>
    /// <returns><see langword="null"/> when there is one where there may be one only.</returns>
    public Destination? Create(string integration, int stream, ReadOnlyMemory<byte> protectedSettings, bool isSingle, DateTimeOffset now) =>
        DestinationRows.Create(_session, integration, stream, protectedSettings, isSingle, StoreTime.ToMicroseconds(now));

    /// <summary>What was pending is counted as cancelled.</summary>
    /// <param name="destinationId">A live one.</param>
    /// <param name="now">The time of the change.</param>
    /// <returns>False when there is no such live destination.</returns>
    public bool Delete(int destinationId, DateTimeOffset now) => DestinationRows.Delete(_session, destinationId, StoreTime.ToMicroseconds(now));
}
