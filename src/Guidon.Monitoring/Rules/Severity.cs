namespace Guidon.Monitoring.Rules;

/// <summary>How soon a person is needed.</summary>
public enum Severity
{
    /// <summary>Within days; nobody is woken.</summary>
    Ticket,

    /// <summary>Now.</summary>
    Page,
}
