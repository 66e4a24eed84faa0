namespace Guidon.Flags.Checks;

/// <summary>What a finding means for saving.</summary>
public enum Severity
{
    /// <summary>It is saved; its author is told.</summary>
    Warning,

    /// <summary>It is refused.</summary>
    Error,
}
