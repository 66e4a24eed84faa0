using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Stores;

/// <summary>One open connection of an engine with its prepared commands. Used by one thread at a time.</summary>
internal interface IStoreSession
{
    /// <summary>Version of the schema that this connection found; 0 for an empty database. Reads.</summary>
    int SchemaVersion { get; }

    /// <summary>
    /// Asks for the id of the identity <c>@identifier</c> of <c>@environment</c>, in words that leave the engine one index: SDKs wait for it, also in the
    /// first minute after a million were written.
    /// </summary>
    string SelectIdentity { get; }

    /// <summary>The prepared command of this text. Its parameters keep their last values.</summary>
    StoreCommand Command(string sql);

    /// <summary>The control plane over this connection and its transaction.</summary>
    DbContextOptions<ControlPlane> ControlPlaneOptions();
}
