using Guidon.Storage.Audit;
using Guidon.Storage.Model;

namespace Guidon.Storage.Tests;

/// <summary>What lists of audit records must find, whatever the clocks did: the same as looking at each.</summary>
public abstract class AuditReadingCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private const int Seed = 20_261_127;
    private const int Records = 1_500;

    private static readonly string[] s_types = ["FEATURE", "FEATURE", "FEATURE", "FEATURE", "TAG", "WEBHOOK"];

    protected TestStore Store { get; } = open();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Store.DisposeAsync().AsTask();

    [Fact]
    public async Task All_records_of_a_time_lie_in_its_span_also_when_clocks_were_set_back()
    {
        var random = new Random(Seed);
        var made = await MakeAsync(random);
        List<(DateTimeOffset? From, DateTimeOffset? To)> times = [.. Enumerable.Range(0, 150).Select(_ => (Some(random, made), Some(random, made)))];

        var spans = await Store.ControlPlane.ReadAsync<List<AuditSpan>>(plane => [.. times.Select(each => AuditSpan.All.Within(plane, each.From, each.To))], default);

        foreach (var ((from, to), span) in times.Zip(spans))
        {
            var outside = made.Where(each => (from is null || each.CreatedAt >= from) && (to is null || each.CreatedAt < to)).Where(each => each.Id <= span.After || each.Id >= span.Before);
            Assert.True(!outside.Any(), $"seed {Seed}: from {from:O} to {to:O}: {string.Join(' ', outside.Select(each => each.Id))} are not in {span}");
        }
    }

    [Fact]
    public async Task Where_no_clock_was_set_back_the_span_of_a_time_has_nothing_else_in_it()
    {
        var made = Enumerable.Range(1, 300).Select(id => Record(id, Storage.Tests.Some.Time.AddMinutes(id), 1, "TAG", 1)).ToList();
        await SaveAsync(made);

        var span = await Store.ControlPlane.ReadAsync(plane => AuditSpan.All.Within(plane, made[99].CreatedAt, made[119].CreatedAt), default);
        var nothing = await Store.ControlPlane.ReadAsync(plane => AuditSpan.All.Within(plane, made[^1].CreatedAt.AddDays(1), null), default);

        Assert.Equal(new AuditSpan(99, 120), span);
        Assert.Equal(300, nothing.After);
    }

    [Fact]
    public async Task Along_every_path_and_in_both_orders_are_the_records_that_looking_at_each_finds()
    {
        var made = await MakeAsync(new Random(Seed));
        (AuditPath Path, Func<AuditRecord, bool> Wanted)[] paths =
        [
            (AuditPath.OfOrganisation(1), each => each.OrganisationId == 1), (AuditPath.OfProject(12), each => each.ProjectId == 12), (AuditPath.OfEnvironment(23), each => each.EnvironmentId == 23),
            (AuditPath.OfFeature(5), each => each.FeatureId == 5), (AuditPath.OfAuthor(2), each => each.AuthorId == 2), (AuditPath.OfThing(7, "TAG"), each => each is { RelatedId: 7, RelatedType: "TAG" }),
            (AuditPath.OfKind(2, "WEBHOOK"), each => each is { OrganisationId: 2, RelatedType: "WEBHOOK" }), (AuditPath.OfKind(9, "WEBHOOK"), _ => false),
        ];

        foreach (var (path, wanted) in paths)
        {
            var (newest, oldest) = await Store.ControlPlane.ReadAsync(
                plane => (
                    new AuditReading(plane, new AuditSpan(100, 1_400), newestFirst: true).Along(path).Where(each => each.AuthorId == 1).Select(each => each.Id).ToList(),
                    new AuditReading(plane, AuditSpan.All, newestFirst: false).Along(path).Skip(2).Take(9).Select(each => each.Id).ToList()),
                default);
            Assert.Equal(Text(path, made.Where(each => wanted(each) && each is { AuthorId: 1, Id: > 100 and < 1_400 }).Reverse().Select(each => each.Id)), Text(path, newest));
            Assert.Equal(Text(path, made.Where(wanted).Skip(2).Take(9).Select(each => each.Id)), Text(path, oldest));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_too_much_for_one_look_is_found_whole_by_looking_on_from_where_it_stopped(bool newestFirst)
    {
        var made = await MakeAsync(new Random(Seed));
        var wanted = made.Where(each => each is { OrganisationId: 1, RelatedType: "FEATURE" }).Select(each => each.Id).ToList();
        List<long> found = [];
        var looks = 0;
        for (var span = AuditSpan.All; ; looks++)
        {
            var (part, notLookedAt) = await Store.ControlPlane.ReadAsync(
                plane =>
                {
                    var (records, rest) = new AuditReading(plane, span, newestFirst).Shortest([AuditPath.OfKind(1, "FEATURE"), AuditPath.OfOrganisation(1)], lookedAtMax: 70);
                    return (records.Where(each => each.RelatedType == "FEATURE").Select(each => each.Id).ToList(), rest);
                },
                default);
            found.AddRange(part);
            Assert.InRange(part.Count, 0, 70);
            if (notLookedAt is not { } at) break;
            span = newestFirst ? span with { Before = at + 1 } : span with { After = at - 1 };
        }

        Assert.Equal(newestFirst ? Enumerable.Reverse(wanted) : wanted, found);
        Assert.InRange(looks, 2, 20);
    }

    [Fact]
    public async Task The_first_path_that_is_short_enough_is_taken_whole()
    {
        await MakeAsync(new Random(Seed));

        var (types, rest) = await Store.ControlPlane.ReadAsync(
            plane =>
            {
                var (records, notLookedAt) = new AuditReading(plane, AuditSpan.All, newestFirst: true).Shortest([AuditPath.OfKind(1, "FEATURE"), AuditPath.OfThing(7, "TAG"), AuditPath.OfOrganisation(1)], lookedAtMax: 70);
                return (records.Select(each => each.RelatedType).Distinct().ToList(), notLookedAt);
            },
            default);

        Assert.Equal(["TAG"], types);
        Assert.Null(rest);
    }

    private static string Text(AuditPath path, IEnumerable<long> ids) => $"{path.Index}: {string.Join(' ', ids)}";

    // Two nodes whose clocks differ by seconds, and now and then one that is set back by hours.
    private async Task<List<AuditRecord>> MakeAsync(Random random)
    {
        var (clock, made) = (Storage.Tests.Some.Time, new List<AuditRecord>());
        for (var id = 1; id <= Records; id++)
        {
            clock = random.Next(200) == 0 ? clock.AddHours(-random.Next(1, 5)) : clock.AddSeconds(random.Next(0, 90));
            var organisation = random.Next(1, 3);
            made.Add(Record(id, clock.AddSeconds(random.Next(-20, 20)), organisation, s_types[random.Next(s_types.Length)], random));
        }

        await SaveAsync(made);
        return made;
    }

    // In portions: an engine that waits for its writer gives up after ten seconds.
    private async Task SaveAsync(List<AuditRecord> records)
    {
        foreach (var some in records.Chunk(250))
        {
            await Store.ControlPlane.WriteAsync(
                plane =>
                {
                    plane.AddRange(some.AsEnumerable());
                    return plane.SaveChanges();
                },
                default);
        }
    }

    private static DateTimeOffset? Some(Random random, List<AuditRecord> made) => random.Next(5) == 0 ? null : made[random.Next(made.Count)].CreatedAt.AddSeconds(random.Next(-5, 5));

    private static AuditRecord Record(long id, DateTimeOffset at, int organisation, string type, Random random)
    {
        var record = Record(id, at, organisation, type, random.Next(1, 4));
        (record.ProjectId, record.EnvironmentId) = ((organisation * 10) + random.Next(1, 3), random.Next(2) == 0 ? (organisation * 20) + random.Next(1, 4) : null);
        (record.RelatedId, record.FeatureId) = (random.Next(1, 10), type == "FEATURE" ? random.Next(1, 10) : null);
        return record;
    }

    private static AuditRecord Record(long id, DateTimeOffset at, int organisation, string type, int author) => new()
    {
        Id = id, CreatedAt = at, OrganisationId = organisation, AuthorId = author, Author = $"person {author}", RelatedType = type, Action = AuditRecord.Update,
        Summary = $"{type} {id}", Fields = "[]", Hash = "",
    };
}
