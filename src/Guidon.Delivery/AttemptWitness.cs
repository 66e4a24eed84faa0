using Guidon.Delivery.Attempts;
using Microsoft.Extensions.Logging;

namespace Guidon.Delivery;

/// <summary>Tells of each attempt that ended: the journal for people, the metrics, the log. One pump's loop owns it.</summary>
internal sealed partial class AttemptWitness(DeliveryTools tools, Destination destination, Integration integration, Redaction redaction, ILogger logger)
{
    /// <summary>The code of the last attempt that did not deliver; <see langword="null"/> after one that did.</summary>
    internal string? LastProblem { get; private set; }

    internal void Note(EndedAttempt ended, BatchVerdict verdict)
    {
        Remember(ended, verdict);
        var earlier = LastProblem;
        LastProblem = verdict.Verdict == Verdict.Delivered ? null : verdict.Reason;
        tools.Metrics.Ended(destination, ended.Duration);
        if (tools.ReadsClocks && ended.Answer.ClockOffset is { } offset) tools.Metrics.ClockSeen(destination, offset);
        if (LastProblem is not null) tools.Metrics.Failed(destination, ended.Answer.Status);
        if (LastProblem is null) Log.Delivered(logger, destination.Id, ended.Batch.Events.Length);
        else if (earlier is null) Log.BeganToFail(logger, destination.Id, verdict.Verdict, verdict.Reason, ended.Batch.Events.Length);
        else Log.Failed(logger, destination.Id, verdict.Verdict, verdict.Reason, ended.Batch.Events.Length);
    }

    private void Remember(EndedAttempt ended, BatchVerdict verdict)
    {
        var isDelivered = verdict.Verdict == Verdict.Delivered;
        if (!tools.Journal.Wants(destination.Id, isDelivered, ended.At)) return;
        tools.Journal.Add(AttemptNote.Of(ended, verdict, destination, integration, redaction));
    }

    private static partial class Log
    {
        [LoggerMessage(1330, LogLevel.Debug, "Destination {Destination} acknowledged {Events} events")]
        internal static partial void Delivered(ILogger logger, int destination, int events);

        [LoggerMessage(1331, LogLevel.Debug, "Destination {Destination} did not take {Events} events: {Verdict}, {Reason}")]
        internal static partial void Failed(ILogger logger, int destination, Verdict verdict, string reason, int events);

        [LoggerMessage(1335, LogLevel.Warning, "Destination {Destination} began to fail with {Events} events: {Verdict}, {Reason}")]
        internal static partial void BeganToFail(ILogger logger, int destination, Verdict verdict, string reason, int events);
    }
}
