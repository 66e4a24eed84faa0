using System.ComponentModel.DataAnnotations;
using Guidon.Integrations;

namespace Guidon.Server.Tracking;

/// <summary>The section <c>ErrorTracking</c>: where this installation's own exceptions go.</summary>
internal sealed record TrackingOptions
{
    /// <summary>The address of a project at the error tracker, with its public key (<c>https://KEY@HOST/PROJECT</c>); empty tracks nothing.</summary>
    [StringLength(500)] public string Dsn { get; init; } = "";

    /// <summary>How the installation is called there. Default <c>production</c>.</summary>
    [StringLength(64)] public string Environment { get; init; } = "production";

    /// <summary>What is wrong, beside the annotations.</summary>
    internal IEnumerable<string> Errors()
    {
        if (Dsn.Length > 0 && !Catalog.IsErrorTracker(Dsn)) yield return "ErrorTracking:Dsn is not of the form https://KEY@HOST/PROJECT.";
    }
}
