namespace Guidon.Server.Tests.Crashes;

/// <summary>Who is killed.</summary>
internal enum Victim
{
    /// <summary>The process of the server.</summary>
    Server,

    /// <summary>Every process of PostgreSQL.</summary>
    Database,
}
