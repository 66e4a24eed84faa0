namespace Guidon.Receivers;

/// <summary>What a receiver answers.</summary>
public sealed record ReceiverReply(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public FaultMode Mode { get; init; } = FaultMode.Answer;

    public int DelayMilliseconds { get; init; }

    /// <summary>The users whose records the request held.</summary>
    public IReadOnlyCollection<string> Users { get; init; } = [];

    public static ReceiverReply Text(int status, string body) => new(status, body) { ContentType = "text/plain" };
}
