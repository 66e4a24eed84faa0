using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;

namespace Guidon.Simulation.Tests;

/// <summary>An integration of a kind: single requests, batches, or profiles in one or two requests. Tells the world of each attempt.</summary>
internal sealed class SimulatedIntegration(World world, Node node, string name, int version) : Integration<Outlet>
{
    internal const string Single = "single";
    internal const string Batched = "batched";
    internal const string Profile = "profile";

    public override string Name => name;

    public override int MapperVersion => version;

    public override bool KeepsProfiles => name == Profile;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = name switch { Single => 1, Batched => 10, _ => 6 },
        BytesMax = name == Batched ? 700 : 100_000,
        AgeMax = name == Batched ? TimeSpan.FromSeconds(1) : TimeSpan.Zero,
        RequestsMax = name == Single ? 4 : 2,
        DedupeWindow = TimeSpan.FromMinutes(10),
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
        [new() { Name = "url", Kind = SettingKind.Address, Required = true, Purpose = "Where to." }];

    protected override Outlet Read(SettingsValues values) => new(values);

    protected override Mapping Map(EvaluatedEvent happened, Outlet settings)
    {
        if (world.Plan.IsFiltered(happened.Identifier)) return Mapping.Filtered("anonymous");
        if (version == 1 && world.Plan.BreaksMapper(name, happened.Sequence)) throw new InvalidOperationException("simulated");
        var history = Encoding.UTF8.GetBytes(new SentRecord(happened.Sequence, happened.Id, happened.Identifier, IsState: false).ToString());
        if (name != Profile) return Mapping.Mapped(history);
        var state = Encoding.UTF8.GetBytes(new SentRecord(happened.Sequence, happened.Id, happened.Identifier, IsState: true).ToString());
        var mapping = world.Plan.ProfilesInTwo ? Mapping.MappedInTwo([state], [history]) : Mapping.Mapped(state, history);
        return mapping with { States = 1 };
    }

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, Outlet settings, DateTimeOffset attemptAt)
    {
        var lines = records.Select(record => Encoding.UTF8.GetString(record.Json.Span)).ToList();
        world.Oracle.Began(node, settings, [.. lines.Select(SentRecord.Parse)]);
        return new OutgoingRequest { Address = settings.Address, Body = Encoding.UTF8.GetBytes(string.Join('\n', lines)), ContentType = "text/plain" };
    }

    // 200 says nothing: the body does. "refused:1,3" or "later:2" or nothing.
    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records)
    {
        var words = Encoding.UTF8.GetString(answer.Body.Span).Split(':');
        if (answer.Status != 200 || words.Length != 2 || records.Count == 0) return StatusVerdict.Of(answer);
        var places = words[1].Split(',').Select(place => int.Parse(place, CultureInfo.InvariantCulture)).ToHashSet();
        var told = words[0] == "refused" ? RecordVerdict.Refused("The receiver says so.") : RecordVerdict.LeaveAlone(TimeSpan.FromSeconds(3));
        return BatchVerdict.ByRecord(words[0], [.. records.Select((_, at) => places.Contains(at) ? told : RecordVerdict.Delivered)]);
    }
}
