using Guidon.Contracts;
using Guidon.Contracts.Transfer;

namespace Guidon.Dashboard.Projects;

/// <summary>How a project is set, and what goes in and out of it as files.</summary>
public sealed record ProjectView
{
    /// <summary>As it is stored, or with what somebody just sent and was refused.</summary>
    public required ProjectAnswer Project { get; init; }

    /// <summary>Names of the switches that are on, likewise.</summary>
    public required IReadOnlySet<string> On { get; init; }

    /// <summary>Names what is stored of the settings.</summary>
    public required string SettingsMark { get; init; }

    /// <summary>Its health providers, with their addresses.</summary>
    public required IReadOnlyList<HealthProviderAnswer> Providers { get; init; }

    /// <summary>What providers may send.</summary>
    public required IReadOnlyList<HealthFormatView> HealthFormats { get; init; }

    /// <summary>Why no provider was added or deleted; <see langword="null"/> when nothing went wrong.</summary>
    public string? ProviderProblem { get; init; }

    /// <summary>The provider that was just added; <see langword="null"/> when none was.</summary>
    public string? NewProvider { get; init; }

    /// <summary>What was not done; <see langword="null"/> when nothing went wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>What an import would do; <see langword="null"/> when none was tried.</summary>
    public ImportAnswer? Trial { get; init; }

    /// <summary>What the file loses on its way here, with what the server does not take.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>Identities in the file that was tried.</summary>
    public int Identities { get; init; }

    /// <summary>Names the file that was tried; it alone is imported.</summary>
    public string Mark { get; init; } = "";

    /// <summary>The last import that was started here; <see langword="null"/> when there was none.</summary>
    public ImportProgress? Run { get; init; }
}
