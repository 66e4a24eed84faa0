namespace Guidon.Storage.Stores;

/// <summary>Says, inside the writer's transaction, whether a destination is still this node's to pump.</summary>
internal delegate bool Fence(IStoreSession session, int destinationId);
