namespace Guidon.Delivery;

/// <summary>What came back from one attempt.</summary>
public sealed record Answer
{
    /// <summary>The HTTP status, or a mail server's reply code; 0 when none came.</summary>
    public required int Status { get; init; }

    /// <summary>Whose <see cref="Status"/> it is, for people. Default <c>http</c>.</summary>
    public string Protocol { get; init; } = "http";

    /// <summary>Both, for example <c>http 503</c>.</summary>
    internal string Said => $"{Protocol} {Status}";

    /// <summary>Why no status came; <see cref="SendFailure.None"/> when one did.</summary>
    public SendFailure Failure { get; init; }

    /// <summary>How far the receiver's clock is ahead of ours, to the second; <see langword="null"/> when it does not say.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>True when the body was on its way and no complete answer came: the receiver may have taken the request.</summary>
    public bool MayBeTaken { get; init; }

    /// <summary>The body's beginning, at most <see cref="DeliveryOptions.AnswerBytesMax"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True when the body went on beyond <see cref="Body"/>, whether it was too long, too slow or broke off.</summary>
    public bool BodyCut { get; init; }

    /// <summary>The receiver's Retry-After, not below 0 and at most an hour; <see langword="null"/> when absent or nonsense.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
