// Strict receivers to be started by hand: dotnet run --project test/Receivers -- --port 9000 --key test-key
// Each answers below its name: base_url http://127.0.0.1:9000/amplitude, report at http://127.0.0.1:9000/amplitude/__report (README.md).
using System.Globalization;
using Guidon.Receivers;

var options = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
var port = int.Parse(options.GetValueOrDefault("--port", "9000"), CultureInfo.InvariantCulture);
await using var host = await ReceiverHost.StartAsync(ReceiverHost.All(TimeProvider.System, options.GetValueOrDefault("--key", "test-key")), port);
foreach (var receiver in host.Receivers) Console.WriteLine($"{receiver.Name,-12} {host.AddressOf(receiver)}  report: {host.AddressOf(receiver)}/__report");
await host.StoppedAsync();
