namespace Guidon.Server;

/// <summary>Who is let in to an operation, as the one place that guards it sees it.</summary>
internal enum Entrance
{
    /// <summary>Everybody.</summary>
    Open,

    /// <summary>SDKs, by a key of an environment.</summary>
    EnvironmentKey,

    /// <summary>People, applications in their name, and master API keys.</summary>
    Caller,

    /// <summary>People, and applications in their name.</summary>
    Person,

    /// <summary>People themselves.</summary>
    Self,
}
