namespace Guidon.Doubles;

/// <summary>What a <see cref="RecordingReceiver"/> does with a request.</summary>
public sealed record Reply(int Status, string Body = "", ReplyFault Fault = ReplyFault.None)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    public static implicit operator Reply(int status) => new(status);
}
