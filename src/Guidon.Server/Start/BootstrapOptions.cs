namespace Guidon.Server.Start;

/// <summary>What the first start creates. Read from <c>GUIDON_Bootstrap__…</c>; later starts ignore it.</summary>
internal sealed record BootstrapOptions
{
    /// <summary>E-mail of the administrator. Default <c>admin@localhost</c>.</summary>
    public string AdminEmail { get; init; } = "admin@localhost";

    /// <summary>Password of the administrator, at least 8 characters. Default: random, printed once.</summary>
    public string? AdminPassword { get; init; }

    /// <summary>A master API key, 8 to 200 characters. Default: random, printed once.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whether a sample project is created. Default true.</summary>
    public bool SampleProject { get; init; } = true;
}
