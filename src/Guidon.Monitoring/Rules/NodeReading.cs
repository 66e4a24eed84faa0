namespace Guidon.Monitoring.Rules;

/// <summary>What is not about a destination, at one moment. The defaults are those of a node that is well.</summary>
public sealed record NodeReading
{
    /// <summary>What people call the node.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether this process has watched for the whole ten minutes; until then that nothing is seen does not say that all is well again.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Evaluations in the last ten minutes that had to become events, counted before anything that can fail.</summary>
    public long CaptureDue { get; init; }

    /// <summary>Those that became durable.</summary>
    public long Captured { get; init; }

    /// <summary>Evaluations of the last ten minutes that could not be made durable.</summary>
    public long CaptureRefused { get; init; }

    /// <summary>Events that callers were told are durable, less those that the log says it stored, since the start. Must be 0.</summary>
    public long IntakeResidual { get; init; }

    /// <summary>What the store's examination found that concerns no single destination.</summary>
    public int StoreFindings { get; init; }

    /// <summary>Whether the volume of the log is low or exhausted.</summary>
    public bool IsSpaceLow { get; init; }

    /// <summary>Share of the volume that is usable, in percent.</summary>
    public double UsablePercent { get; init; } = 100;

    /// <summary>How far the wall clock moved apart from the steady one in the last ten minutes.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>How far the receivers' clocks are ahead of ours, the middle one of them; zero when none says.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>Keys that expire within two weeks, by name and never by value, with the day.</summary>
    public IReadOnlyList<string> ExpiringKeys { get; init; } = [];

    /// <summary>When the node's own certificate ends; <see langword="null"/> when it has none.</summary>
    public DateTimeOffset? CertificateEndsAt { get; init; }

    /// <summary>On an edge: environments whose last poll brought nothing that could be served.</summary>
    public int UpstreamFailing { get; init; }

    /// <summary>Minutes in a row in which the metrics' own address gave no metrics.</summary>
    public int MetricsMisses { get; init; }

    /// <summary>Minutes in a row in which the outside heartbeat could not be sent.</summary>
    public int HeartbeatMisses { get; init; }
}
