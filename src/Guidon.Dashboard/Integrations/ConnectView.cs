using Guidon.Contracts;

namespace Guidon.Dashboard.Integrations;

/// <summary>An integration that is to be connected.</summary>
public sealed record ConnectView
{
    /// <summary>Its kind.</summary>
    public required IntegrationView Integration { get; init; }

    /// <summary>Settings of every destination.</summary>
    public required IReadOnlyList<SettingView> DeliveryFields { get; init; }

    /// <summary>What was written, by field.</summary>
    public required IReadOnlyDictionary<string, string> Written { get; init; }

    /// <summary>What is wrong with it, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    /// <summary>What is wrong with it as a whole.</summary>
    public string? Problem { get; init; }

    /// <summary>What it will belong to.</summary>
    public required string Level { get; init; }
}
