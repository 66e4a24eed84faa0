namespace Guidon.Monitoring.Alerts;

/// <summary>What happened to an alert. Stored as text in its history.</summary>
/// <param name="Alert">As it is now.</param>
/// <param name="What"><c>pending</c>, <c>firing</c>, <c>resolved</c>, <c>dropped</c>, <c>silenced</c>, <c>unsilenced</c> or <c>acknowledged</c>.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who did it; empty for the product itself.</param>
public sealed record AlertStep(Alert Alert, string What, DateTimeOffset At, string By = "")
{
    /// <summary>Whether a silence ended by itself.</summary>
    public bool EndsSilence => What is "unsilenced" or "silence_ended";

    /// <summary>Whether somebody is to be told: it fires or ends, and is not silenced.</summary>
    public bool IsTold => What is "firing" or "unsilenced" || (What == "resolved" && Alert.FiredAt is not null) ? !Alert.IsSilenced(At) : false;
}
