namespace Guidon.Receivers;

/// <summary>One step of a script: what happens to the next requests.</summary>
public sealed record FaultStep
{
    public FaultMode Mode { get; init; } = FaultMode.Answer;

    public int Status { get; init; } = 503;

    public string Body { get; init; } = "";

    public string ContentType { get; init; } = "text/plain";

    public string? RetryAfter { get; init; }

    /// <summary>Requests that it applies to.</summary>
    public int Times { get; init; } = 1;

    public int DelayMilliseconds { get; init; }

    public static FaultStep Of(int status, int times = 1, string body = "", string? retryAfter = null) =>
        new() { Status = status, Times = times, Body = body, RetryAfter = retryAfter };

    internal ReceiverReply Reply => new(Status, Body)
    {
        ContentType = ContentType,
        Mode = Mode,
        Headers = RetryAfter is null ? [] : [new("Retry-After", RetryAfter)],
    };
}
