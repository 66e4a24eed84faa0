// How long one event takes from its append to a webhook that works: alone, and beside fifty destinations that are dead.
// dotnet run -c Release --project bench/Guidon.Delivery.Bench -- [events per round] [rounds] [dead destinations]
using System.Globalization;
using Guidon.Delivery.Bench;
using Guidon.Doubles;

var events = Number(0, 100);
var rounds = Number(1, 20);
var deadCount = Number(2, 50);

await using var good = await RecordingReceiver.StartAsync();
await using var hanging = await RecordingReceiver.StartAsync();
hanging.Answer = _ => new Reply(200, Fault: ReplyFault.Hang);
var closed = await RecordingReceiver.StartAsync();
await closed.DisposeAsync();
var arrived = new SemaphoreSlim(0);
good.Answer = _ =>
{
    arrived.Release();
    return 200;
};

// Half of the dead accept and never answer, half refuse the connection; each has more waiting than it may have in flight.
Uri[] dead = [.. Enumerable.Range(0, deadCount).Select(n => n % 2 == 0 ? hanging.Address : closed.Address)];
await using var alone = await Node.OpenAsync(good.Address, [], backlog: 0);
await using var beside = await Node.OpenAsync(good.Address, dead, backlog: 100);
await RoundAsync(alone, 200);   // warm-up
// Many short rounds, pooled: what else the machine does falls on both alike.
var (one, other) = (new List<double>(), new List<double>());
for (var round = 0; round < rounds; round++)
{
    one.AddRange(await RoundAsync(alone, events));
    other.AddRange(await RoundAsync(beside, events));
}

one.Sort();
other.Sort();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{one.Count} events each: alone p50 {At(one, 0.5):0.00} p99 {At(one, 0.99):0.00} ms; beside {deadCount} dead p50 {At(other, 0.5):0.00} p99 {At(other, 0.99):0.00} ms; ratio of p50 {At(other, 0.5) / At(one, 0.5):0.00}"));
return 0;

async Task<double[]> RoundAsync(Node node, int count)
{
    await using var service = await node.StartAsync();
    for (var n = 0; n < 50; n++) await SendAsync(node, n);   // until pumps, connections and the dead ones' requests are there
    var waits = new double[count];
    for (var n = 0; n < count; n++) waits[n] = await SendAsync(node, n);
    return waits;
}

async Task<double> SendAsync(Node node, int n)
{
    var started = TimeProvider.System.GetTimestamp();
    await node.AppendAsync(0, $"user-{n % 100}");
    await arrived.WaitAsync();
    return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
}

static double At(List<double> sorted, double quantile) => sorted[(int)((sorted.Count - 1) * quantile)];

int Number(int position, int otherwise) => args.Length > position ? int.Parse(args[position], CultureInfo.InvariantCulture) : otherwise;
