namespace Guidon.Contracts;

/// <summary>How much SDKs asked on one day.</summary>
public sealed record UsageDay
{
    /// <summary>UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Requests for flags of an environment.</summary>
    public long Flags { get; init; }

    /// <summary>Requests for flags of an identity.</summary>
    public long Identities { get; init; }

    /// <summary>Requests that only store traits.</summary>
    public long Traits { get; init; }

    /// <summary>Requests for the environment document.</summary>
    public long EnvironmentDocument { get; init; }

    /// <summary>SDKs' labels are not kept; clients expect the object.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
}
