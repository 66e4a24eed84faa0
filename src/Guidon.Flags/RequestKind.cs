namespace Guidon.Flags;

/// <summary>What SDKs ask for, as usage is counted. The numbers are stored.</summary>
public enum RequestKind
{
    /// <summary>Flags of an environment.</summary>
    Flags = 0,

    /// <summary>Flags of an identity.</summary>
    Identities = 1,

    /// <summary>Traits are stored, nothing is evaluated.</summary>
    Traits = 2,

    /// <summary>The document, for SDKs that evaluate by themselves.</summary>
    EnvironmentDocument = 3,
}
