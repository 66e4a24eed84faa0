using System.Collections.Immutable;

namespace Guidon.Delivery.Mail;

/// <summary>One message, ready to be sent.</summary>
public sealed record OutgoingMail
{
    /// <summary>Through which server; <see langword="null"/> for the node's own.</summary>
    public MailServer? Server { get; init; }

    /// <summary>1 to 20 addresses.</summary>
    public required ImmutableArray<string> To { get; init; }

    /// <summary>One line; a line break in it becomes a space.</summary>
    public required string Subject { get; init; }

    /// <summary>Plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The same in every attempt; the message's id is made of it, so that a mailbox recognises a repetition.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it is sent, UTC.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The same for messages that belong together; empty for a single one.</summary>
    public string Thread { get; init; } = "";

    /// <summary>Whether the addresses are a setting of the destination: when nobody there is known, it is held until somebody mends them.</summary>
    public bool IsToSetting { get; init; }
}
