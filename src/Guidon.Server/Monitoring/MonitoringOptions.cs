using System.ComponentModel.DataAnnotations;

namespace Guidon.Server.Monitoring;

/// <summary>The section <c>Monitoring</c>.</summary>
internal sealed record MonitoringOptions
{
    /// <summary>Seconds between two evaluations of the rules. Default 15.</summary>
    [Range(1, 60)] public int EvaluationSeconds { get; init; } = 15;

    /// <summary>Seconds without a delivery after which a destination of evaluations is sent a marked event. Default 60; 0 sends none.</summary>
    [Range(0, 3_600)] public int CanarySeconds { get; init; } = 60;

    /// <summary>Integrations that are never sent a marked event, by name.</summary>
    public IReadOnlyList<string> CanaryOff { get; init; } = [];

    /// <summary>An address that calls somebody when it is not called each minute; empty for none. It gets a GET, and only while all is well with the alarms.</summary>
    [StringLength(500)] public string HeartbeatUrl { get; init; } = "";

    /// <summary>What people call this node in alerts. Default <c>guidon</c>.</summary>
    [StringLength(100)] public string NodeName { get; init; } = "guidon";

    /// <summary>What is wrong, beside the annotations.</summary>
    internal IEnumerable<string> Errors()
    {
        if (HeartbeatUrl.Length > 0 && !(Uri.TryCreate(HeartbeatUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return "Monitoring:HeartbeatUrl is not an address.";
    }
}
