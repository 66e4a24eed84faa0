using Guidon.Delivery;
using Guidon.Events;

namespace Guidon.Storage.Tests;

/// <summary>Objects whose content does not matter to the test.</summary>
public static class Some
{
    private static readonly EventIdSource s_ids = new(TimeProvider.System, new Random(1));

    public static DateTimeOffset Time { get; } = new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456);

    /// <summary>An organisation with the sample project.</summary>
    public static FirstStartOrder FirstStart { get; } = new()
    {
        OrganisationName = "Acme",
        AdminEmail = "admin@example.org",
        AdminPasswordHash = "hash",
        MasterKeyPrefix = "prefix",
        MasterKeyHash = "master-hash",
        Sample = new SampleKeys("K9mQyV3nTt7cZbEwRj5LpA", "server-hash", "abcd"),
    };

    public static NewEvent Event(int environmentId, string payload = "payload") => new(
        s_ids.Next(), EventKind.IdentityEvaluated, environmentId, 7, Time, System.Text.Encoding.UTF8.GetBytes(payload));

    /// <summary>An evaluation with one flag and one trait, encoded as the server does it.</summary>
    public static NewEvent Evaluated(int environmentId, string identifier, string plan = "pro", DateTimeOffset? at = null)
    {
        var draft = new EvaluatedEventDraft
        {
            Identifier = identifier,
            Outcomes = [0],
            Traits = new EventTrait[] { new(1, "plan", new EventValue($"\"{plan}\""), Transient: false) },
        };
        var payload = new byte[EvaluatedEventEncoding.BytesMax(draft)];
        return new NewEvent(
            s_ids.Next(), EventKind.IdentityEvaluated, environmentId, 1, at ?? Time, payload.AsMemory(0, EvaluatedEventEncoding.Encode(draft, payload)));
    }

    /// <summary>Events that occurred a second apart.</summary>
    public static NewEvent[] EventsFrom(int environmentId, int count, DateTimeOffset first) =>
        [.. Enumerable.Range(0, count).Select(n => Event(environmentId) with { OccurredAt = first.AddSeconds(n) })];

    public static NewEvent[] Events(int environmentId, int count) => [.. Enumerable.Range(0, count).Select(_ => Event(environmentId))];

    public static FlagTable Table(string name = "checkout") => new()
    {
        EnvironmentId = 1,
        EnvironmentKey = "key-1",
        EnvironmentName = "Production",
        ProjectId = 1,
        FlagSetVersion = "v1",
        Flags =
        [
            new FlagRow
            {
                FeatureId = 1,
                Name = name,
                Type = "STANDARD",
                CreatedAt = Time,
                Outcomes = [new FlagOutcomeRow { StateId = 1, Enabled = true, Value = new EventValue("1.0"), Reason = "DEFAULT", Weight = 25 }],
            },
        ],
        Segments = [new SegmentRow(5, "beta")],
    };

    public static DeliveryProgress Progress(int destinationId, long from, long to, int delivered, int filtered = 0, params ParkedEvent[] parked) =>
        new() { DestinationId = destinationId, CursorFrom = from, CursorTo = to, Delivered = delivered, Filtered = filtered, Parked = parked };

    public static ParkedEvent Parked(LoggedEvent logged) => new()
    {
        Sequence = logged.Sequence,
        EventId = logged.Id,
        Reason = "refused",
        Detail = "http 400",
        MapperVersion = 1,
        ParkedAt = Time,
    };
}
