namespace Guidon.Storage.Stores;

/// <summary>Runs reads on connections of its own, beside the writer. Where they run is the engine's choice; the work itself is synchronous.</summary>
internal interface IStoreReaders
{
    /// <exception cref="StorageException">The database could not be read.</exception>
    ValueTask<T> ReadAsync<T>(Func<IStoreSession, T> read);

    /// <summary>Several statements that see one moment of the database.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    ValueTask<T> ReadAtOnceAsync<T>(Func<IStoreSession, T> read);
}
