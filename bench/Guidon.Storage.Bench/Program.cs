// Durable appends per second through EventIntake, and how long one caller waits for its own.
// dotnet run -c Release --project bench/Guidon.Storage.Bench -- [folder] [callers] [seconds] [payload bytes] [old events]
// Instead of a folder a connection string (Host=…;Database=…) measures PostgreSQL.
// With old events: rounds before, then rounds while retention drops them, until they are gone.
using System.Globalization;
using Guidon.Events;
using Guidon.Storage;
using Guidon.Storage.Bench;
using Guidon.Storage.Model;
using Guidon.Storage.Postgres;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

var folder = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("guidon-bench-").FullName;
var callers = Number(1, 64);
var duration = TimeSpan.FromSeconds(Number(2, 5));
var payload = new byte[Number(3, 300)];

var (opened, error) = Open(folder);
if (opened is not { } storage)
{
    Console.Error.WriteLine(error);
    return 1;
}

await using var owned = storage;
using var metrics = new EventsMetrics();
await using var intake = new EventIntake(
    storage.EventLog, new AppendSignal(), new IntakeOptions(), TimeProvider.System, metrics, NullLogger<EventIntake>.Instance);
var ids = new EventIdSource(TimeProvider.System, new Random(1));
Console.WriteLine($"{callers} callers, {payload.Length}-byte payloads, {storage.Guarantee.Promise}");
var retention = new Retention(storage, ids, payload);
var old = Number(4, 0);
if (old > 0) await retention.FillAsync(await EnvironmentAsync(), old);
for (var round = 1; round <= 3; round++) Report(round, await RoundAsync());
if (old > 0)
{
    Console.WriteLine("and while retention drops them:");
    var dropping = retention.DropAsync(CancellationToken.None);
    for (var round = 1; !dropping.IsCompleted; round++) Report(round, await RoundAsync());
    await dropping;
}

return 0;

static (IStorage? Storage, string? Error) Open(string place)
{
    if (place.Contains('=', StringComparison.Ordinal))
    {
        var shared = PostgresStorage.Open(place, TimeProvider.System, NullLoggerFactory.Instance);
        return (shared.Storage, shared.Error);
    }

    var own = SqliteStorage.Open(place, TimeProvider.System, NullLoggerFactory.Instance);
    return (own.Storage, own.Error);
}

// Retention asks the control plane which environments there are.
async Task<int> EnvironmentAsync() => await storage.ControlPlane.WriteAsync(
    plane =>
    {
        var now = TimeProvider.System.GetUtcNow();
        var organisation = new Organisation { Uuid = Guid.NewGuid(), Name = "Bench", CreatedAt = now };
        plane.Add(organisation);
        plane.SaveChanges();
        var project = new Project { Uuid = Guid.NewGuid(), OrganisationId = organisation.Id, Name = "Bench", CreatedAt = now };
        plane.Add(project);
        plane.SaveChanges();
        var environment = new ProjectEnvironment
        {
            Uuid = Guid.NewGuid(), ProjectId = project.Id, Name = "Bench", ApiKey = Guid.NewGuid().ToString("N"), CreatedAt = now, UpdatedAt = now,
        };
        plane.Add(environment);
        plane.SaveChanges();
        return environment.Id;
    },
    CancellationToken.None);

async Task<long[]> RoundAsync()
{
    var until = TimeProvider.System.GetTimestamp() + (long)(duration.TotalSeconds * TimeProvider.System.TimestampFrequency);
    var waits = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(until))));
    return [.. waits.SelectMany(each => each).Order()];
}

async Task<List<long>> CallAsync(long until)
{
    var waits = new List<long>(100_000);
    while (TimeProvider.System.GetTimestamp() is var started && started < until)
    {
        var added = new NewEvent(ids.Next(), EventKind.IdentityEvaluated, 1, 1, TimeProvider.System.GetUtcNow(), payload);
        var result = await intake.AppendAsync(added, CancellationToken.None);
        if (!result.IsDurable) throw new InvalidOperationException($"An append was refused: {result.Verdict}; {storage.Guarantee}");
        waits.Add(TimeProvider.System.GetTimestamp() - started);
    }

    return waits;
}

void Report(int round, long[] waits) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"round {round}: {waits.Length / duration.TotalSeconds,8:N0} durable appends/s   p50 {Milliseconds(waits, 0.5):0.00} ms   p99 {Milliseconds(waits, 0.99):0.00} ms   max {Milliseconds(waits, 1):0.0} ms"));

static double Milliseconds(long[] waits, double quantile) =>
    waits[(int)((waits.Length - 1) * quantile)] * 1_000d / TimeProvider.System.TimestampFrequency;

int Number(int position, int otherwise) => args.Length > position ? int.Parse(args[position], CultureInfo.InvariantCulture) : otherwise;
