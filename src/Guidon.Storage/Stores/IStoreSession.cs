using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Stores;

/// <summary>One open connection of an engine with its prepared commands. Used by one thread at a time.</summary>
internal interface IStoreSession
{
    /// <summary>Version of the schema that this connection found; 0 for an empty database. Reads.</summary>
    int SchemaVersion { get; }

    /// <summary>The prepared command of this text. Its parameters keep their last values.</summary>
    StoreCommand Command(string sql);

    /// <summary>The control plane over this connection and its transaction.</summary>
    DbContextOptions<ControlPlane> ControlPlaneOptions();
}
