namespace Guidon.Simulation.Tests;

/// <summary>What a receiver does instead of its duty.</summary>
internal enum Misdeed
{
    None,
    ServerError,

    /// <summary>429 with a Retry-After.</summary>
    TooMany,
    Unauthorized,
    Redirect,
    TooLarge,

    /// <summary>Never answers, and has not taken it.</summary>
    Hang,

    /// <summary>Has taken it, and never answers.</summary>
    HangAfterTaking,
    Cut,
    CutAfterTaking,

    /// <summary>Takes it, and answers a byte a second.</summary>
    Drip,

    /// <summary>200, with some records refused inside.</summary>
    RefuseSome,

    /// <summary>Something that is not HTTP.</summary>
    Garbage,

    /// <summary>200, and some identities are to be left alone for a while.</summary>
    LeaveSome,

    /// <summary>503 with a Retry-After.</summary>
    Busy,
}
