namespace Guidon.Events;

/// <summary>What an event tells. The numbers are on disk: never reuse or renumber one.</summary>
public enum EventKind : byte
{
    /// <summary>All flags were answered to one identity (<c>identity.evaluated</c>).</summary>
    IdentityEvaluated = 1,

    /// <summary>One feature state was created, changed or deleted in one environment (<c>flag.changed</c>).</summary>
    FlagChanged = 2,

    /// <summary>Who did what to what, with the old and the new (<c>audit.created</c>).</summary>
    AuditCreated = 3,

    /// <summary>An alert began or ended (<c>alert.changed</c>).</summary>
    AlertChanged = 4,

    /// <summary>A message to a person (<c>mail.posted</c>).</summary>
    MailPosted = 5,

    /// <summary>An exception or a sign of life for an error tracker (<c>error.tracked</c>).</summary>
    ErrorTracked = 6,

    /// <summary>A version of a feature went live in one environment (<c>version.published</c>).</summary>
    VersionPublished = 7,

    /// <summary>What is left of an event whose identity was erased: its place in the log, and nothing of what it told.</summary>
    Erased = 255,
}
