namespace Guidon.Server.Tests.Processes;

/// <summary>An evaluation that a caller got its answer for.</summary>
/// <param name="Identity">Who.</param>
/// <param name="Number">Rises with each call for this identity; travels as a trait.</param>
/// <param name="SentAt">Before the call.</param>
/// <param name="AnsweredAt">After the answer.</param>
public sealed record Acknowledged(string Identity, int Number, DateTimeOffset SentAt, DateTimeOffset AnsweredAt);
