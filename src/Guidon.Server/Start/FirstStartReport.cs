namespace Guidon.Server.Start;

/// <summary>What the first start created. Secrets that were preset are not repeated.</summary>
internal sealed record FirstStartReport
{
    internal required string AdminEmail { get; init; }

    /// <summary>Null when it was preset.</summary>
    internal string? AdminPassword { get; init; }

    /// <summary>Null when it was preset.</summary>
    internal string? ApiKey { get; init; }

    /// <summary>Null without the sample project.</summary>
    internal string? ClientKey { get; init; }

    /// <summary>Null without the sample project.</summary>
    internal string? ServerKey { get; init; }
}
