namespace Guidon.Monitoring.Alerts;

/// <summary>What happened to an alert. Stored as text in its history.</summary>
/// <param name="Alert">As it is now.</param>
/// <param name="What">
/// <c>pending</c>, <c>firing</c>, <c>resolved</c>, <c>dropped</c>, <c>silenced</c>, <c>unsilenced</c>, <c>silence_ended</c>, <see cref="Acknowledged"/> or <see cref="Told"/>.
/// </param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who did it; empty for the product itself.</param>
public sealed record AlertStep(Alert Alert, string What, DateTimeOffset At, string By = "")
{
    /// <summary>A person took it on.</summary>
    public const string Acknowledged = "acknowledged";

    /// <summary>It is an event of the log: on its way to people. Changes nothing of the alert.</summary>
    public const string Told = "told";

    /// <summary>Whether a silence ended by itself.</summary>
    public bool EndsSilence => What is "unsilenced" or "silence_ended";

    /// <summary>Whether somebody is to be told whatever was told before: it fires or ends, and is not silenced.</summary>
    public bool IsTold => (What is "firing" or "unsilenced" || IsEnd) && !Alert.IsSilenced(At);

    /// <summary>Whether it ends while it is silenced: then those are told who were told that it fires, and nobody else.</summary>
    public bool IsQuietEnd => IsEnd && Alert.IsSilenced(At);

    private bool IsEnd => What == "resolved" && Alert.FiredAt is not null;
}
