namespace Guidon.Monitoring.Rules;

/// <summary>
/// A5: waiting events come to the end of retention. A destination that a person stopped is no exception: what is held by hand and forgotten, as all
/// are after a restore, is what events expire at.
/// </summary>
internal static class RetentionRules
{
    private const int LastDay = 1;

    private const string DaysLeft = "min by (destination, integration) (guidon_retention_days_left)";

    internal static IReadOnlyList<AlertRule> All { get; } =
    [
        new()
        {
            Name = "EventsExpiring", Code = "A5", Severity = Severity.Ticket, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "Events that wait for a destination expire within a week unless they are delivered.",
            Steps =
            [
                "Is it held or paused by hand, as every destination is after `guidon restore`? `GET /api/guidon/v1/destinations` says so; `POST /api/guidon/v1/destinations/ID/resume` lets it go on.",
                "Is it held for another reason, or failing? Follow EventsWaitForPerson and DestinationFailing.",
                "Longer retention wins time: `PUT /api/guidon/v1/environments/KEY/retention`. Events that nobody wants any more go with their destination.",
            ],
            Expression = $"{DaysLeft} > 0",
            Evaluate = scene => scene.Destinations.Where(reading => reading.ExpiryDaysLeft is not null).Select(Ending),
        },
        new()
        {
            Name = "EventsExpiringLastDay", Code = "A5", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "Events that wait for a destination expire within a day unless they are delivered.",
            Steps = ["Follow EventsExpiring, now: longer retention first, then the cause.", "What expires is counted and recorded, and does not come back."],
            Expression = $"{DaysLeft} <= {LastDay}",
            Evaluate = scene => scene.Destinations.Where(reading => reading.ExpiryDaysLeft <= LastDay).Select(Ending),
        },
        new()
        {
            Name = "EventsExpired", Code = "A5", Severity = Severity.Page, Owner = Owner.Operator, For = TimeSpan.Zero,
            Meaning = "Events expired undelivered within the last day.",
            Steps =
            [
                "Which and when: `GET /api/guidon/v1/retention-decisions`.",
                "More may follow each minute: mend or resume the destination, or lengthen the retention, as EventsExpiring says.",
            ],
            Expression = "max by (destination, integration) (increase(guidon_ledger_expired_events_total[1d])) > 0",
            Evaluate = scene =>
                from reading in scene.Destinations
                where reading.Expired > 0
                select reading.Breach($"{reading.Expired} events expired undelivered within the last day ({Cause(reading)})"),
        },
    ];

    private static Breach Ending(DestinationReading reading) => reading.Breach(
        $"the first waiting events expire within {(reading.ExpiryDaysLeft <= LastDay ? "a day" : $"{reading.ExpiryDaysLeft} days")} ({Cause(reading)})");

    private static string Cause(DestinationReading reading) =>
        reading.HeldReason is { } reason ? $"held: {reason}" : reading.IsStoppedByHand ? "paused by hand" : reading.LastProblem ?? "delivers";
}
