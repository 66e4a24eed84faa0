namespace Guidon.Doubles;

/// <summary>How a receiver misbehaves after it has read the whole request.</summary>
public enum ReplyFault
{
    None,

    /// <summary>Never answers.</summary>
    Hang,

    /// <summary>Drops the connection without a word.</summary>
    Cut,

    /// <summary>Sends the status and then a body without end.</summary>
    Endless,

    /// <summary>Sends the status and one byte, and no more.</summary>
    Stall,
}
