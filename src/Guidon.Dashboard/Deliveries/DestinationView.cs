using Guidon.Contracts;

namespace Guidon.Dashboard.Deliveries;

/// <summary>One destination: its balance, what it was sent last, what it would not take, how it is set.</summary>
public sealed record DestinationView
{
    /// <summary>State, lag and balance.</summary>
    public required DestinationSummary Destination { get; init; }

    /// <summary>Its kind; <see langword="null"/> when this build no longer has it.</summary>
    public required IntegrationView? Integration { get; init; }

    /// <summary>What it belongs to, as people say it.</summary>
    public required string Place { get; init; }

    /// <summary><c>deliveries</c>, <c>parked</c>, <c>charts</c> or <c>settings</c>.</summary>
    public required string Tab { get; init; }

    /// <summary>Counts and latencies of the window; <see langword="null"/> when they cannot be read.</summary>
    public required SeriesAnswer? Series { get; init; }

    /// <summary>The window in hours.</summary>
    public required int Hours { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<AttemptSummary> Attempts { get; init; } = [];

    /// <summary>By sequence.</summary>
    public ParkedList? Parked { get; init; }

    /// <summary>The parked event that somebody looks at.</summary>
    public ParkedDetail? Detail { get; init; }

    /// <summary>Settings of every destination.</summary>
    public IReadOnlyList<SettingView> DeliveryFields { get; init; } = [];

    /// <summary>Settings by field.</summary>
    public IReadOnlyDictionary<string, string> Written { get; init; } = new Dictionary<string, string>();

    /// <summary>Names the settings as they were when the form was shown first.</summary>
    public string Mark { get; init; } = "";

    /// <summary>What is wrong with them, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    /// <summary>What a test brought; <see langword="null"/> when none was made.</summary>
    public TestReply? Test { get; init; }
}
