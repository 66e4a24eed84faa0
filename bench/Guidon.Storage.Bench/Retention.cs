using System.Globalization;
using Guidon.Events;
using Guidon.Events.Retention;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Storage.Bench;

/// <summary>Fills the log with old events and drops them while callers append, to compare their waits with those before.</summary>
internal sealed class Retention(IStorage storage, EventIdSource ids, byte[] payload)
{
    private const int GroupEvents = 10_000;

    /// <summary>Appends events of 40 days ago.</summary>
    internal async Task FillAsync(int environmentId, int events)
    {
        var started = TimeProvider.System.GetTimestamp();
        var at = TimeProvider.System.GetUtcNow().AddDays(-40);
        for (var done = 0; done < events; done += GroupEvents)
        {
            var group = new NewEvent[GroupEvents];
            for (var n = 0; n < group.Length; n++) group[n] = new NewEvent(ids.Next(), EventKind.IdentityEvaluated, environmentId, 1, at, payload);
            await storage.EventLog.AppendAsync(group, CancellationToken.None);
        }

        Print($"filled with {events:N0} old events in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:N0} s");
    }

    /// <summary>One round of retention.</summary>
    internal async Task DropAsync(CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var round = new RetentionRound(storage.Retention, TimeProvider.System, NullLogger<RetentionRound>.Instance);
        await round.RunAsync(TimeProvider.System.GetUtcNow(), SpaceLevel.Enough, [1], cancellation);
        Print($"the old events are gone after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:N0} s");
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
