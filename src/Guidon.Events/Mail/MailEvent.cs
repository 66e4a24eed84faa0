namespace Guidon.Events.Mail;

/// <summary><c>mail.posted</c>: one message to one person, on its way. It stands in the log in clear until retention ends, so nothing secret goes into one.</summary>
public sealed record MailEvent
{
    /// <summary>UUIDv7; becomes the message's own id, the same in every attempt.</summary>
    public Guid Id { get; init; }

    /// <summary>Position in the log; 0 before it is logged.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was posted, UTC, microseconds.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>One address, without a name.</summary>
    public required string To { get; init; }

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>Plain text; lines end with a line feed.</summary>
    public required string Text { get; init; }
}
