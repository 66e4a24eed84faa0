// Strict receivers to be started by hand: dotnet run --project test/Receivers -- --port 9000 --key test-key
// Each answers below its name: base_url http://127.0.0.1:9000/amplitude, report at http://127.0.0.1:9000/amplitude/__report (README.md).
using System.Globalization;
using Guidon.Receivers;

var options = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
var port = int.Parse(options.GetValueOrDefault("--port", "9000"), CultureInfo.InvariantCulture);
var key = options.GetValueOrDefault("--key", "test-key");
StrictReceiver[] receivers = [.. ReceiverHost.All(TimeProvider.System, key), .. ReceiverHost.Changes(TimeProvider.System, key), .. ReceiverHost.Alerts(TimeProvider.System, key)];
await using var host = await ReceiverHost.StartAsync(receivers, port);
foreach (var receiver in host.Receivers) Console.WriteLine($"{receiver.Name,-12} {host.AddressOf(receiver)}  report: {host.AddressOf(receiver)}/__report");
await host.StoppedAsync();
