using Guidon.Events.Changes;

namespace Guidon.Events.Tests.Changes;

public sealed class ChangeEventEncodingTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 10, 8, 0, 0, TimeSpan.Zero);

    private static readonly ChangeEvent s_change = new()
    {
        Action = ChangeAction.Updated,
        ChangedBy = "žluťoučký 🚀 \"key\"",
        Organisation = new Named(1, "Acme"),
        Project = new Named(9, "Shop"),
        Environment = new Named(2, "Production"),
        Feature = new FeatureSnapshot { Id = 3, Name = "button", Type = "STANDARD", CreatedAt = s_at, DefaultEnabled = true },
        State = new FlagSnapshot
        {
            Id = 4, Enabled = true, Value = new EventValue("\"blue\""), Segment = new SegmentSnapshot(5, "beta", "x"), Priority = 0,
            Variants = [new VariantSnapshot(1, 2, new EventValue("1"), 12.5)],
        },
        PreviousState = new FlagSnapshot { Id = 4, Enabled = false, Value = new EventValue("0"), Identifier = "user-42" },
        Summary = "Flag state updated for feature: button",
    };

    [Theory]
    [InlineData(EventKind.FlagChanged)]
    [InlineData(EventKind.AuditCreated)]
    public void A_change_comes_back_as_it_was(EventKind kind)
    {
        var id = Guid.NewGuid();

        var change = DecodedEvent.Of(Logged(ChangeEventEncoding.Encode(s_change), kind, id), table: null).Change!;

        Assert.Equal((id, 7L, kind, s_at), (change.Id, change.Sequence, change.Kind, change.OccurredAt));
        Assert.Equal(ChangeEventEncoding.Encode(s_change), ChangeEventEncoding.Encode(change));
        Assert.Equal(s_change.State!.Variants[0], change.State!.Variants[0]);
        Assert.Equal((s_change.PreviousState, s_change.ChangedBy), (change.PreviousState! with { Variants = s_change.PreviousState!.Variants }, change.ChangedBy));
    }

    [Fact]
    public void A_damaged_payload_is_an_error_and_no_exception()
    {
        var sound = ChangeEventEncoding.Encode(s_change);
        for (var at = 0; at < sound.Length; at++)
        {
            var damaged = sound.ToArray();
            damaged[at] ^= 1;
            Assert.NotNull(DecodedEvent.Of(Logged(damaged), table: null).Error);
            Assert.NotNull(DecodedEvent.Of(Logged(sound[..at]), table: null).Error);
        }
    }

    [Fact]
    public void A_change_is_not_taken_for_an_evaluation() =>
        Assert.Null(EvaluatedEventEncoding.Identifier(ChangeEventEncoding.Encode(s_change)));

    [Fact]
    public void Streams_never_meet_and_know_their_owner()
    {
        var ids = (int[])[1, 2, 3, 4, 1_000, EventStream.IdMax];
        var streams = ids.SelectMany(id => new[] { id, EventStream.OfEnvironmentChanges(id), EventStream.OfProjectChanges(id), EventStream.OfOrganisationChanges(id) }).ToArray();

        Assert.Equal(streams.Length, streams.Distinct().Count());
        foreach (var id in ids)
        {
            Assert.Equal((id, id), (EventStream.EnvironmentOf(id), EventStream.EnvironmentOf(EventStream.OfEnvironmentChanges(id))));
            Assert.Equal((id, id), (EventStream.ProjectOf(EventStream.OfProjectChanges(id)), EventStream.OrganisationOf(EventStream.OfOrganisationChanges(id))));
            Assert.Null(EventStream.EnvironmentOf(EventStream.OfProjectChanges(id)));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => EventStream.OfProjectChanges(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventStream.OfProjectChanges(int.MaxValue));
    }

    private static LoggedEvent Logged(byte[] payload, EventKind kind = EventKind.FlagChanged, Guid id = default) => new(7, id, kind, -9, 0, s_at, payload);
}
