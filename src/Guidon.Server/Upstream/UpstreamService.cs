using Guidon.Server.Upstream.Config;

namespace Guidon.Server.Upstream;

/// <summary>Owns the loops: a poller and, where the upstream has a stream of changes, a listener per environment.</summary>
internal sealed partial class UpstreamService(
    IReadOnlyList<UpstreamEnvironment> environments, UpstreamClient client, DocumentIntake intake, EdgeConfig config, UpstreamMetrics metrics, TimeProvider time, Random random, ILoggerFactory loggers)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<UpstreamPoller> _pollers = [];
    private Task _loops = Task.CompletedTask;

    internal void Start()
    {
        var logger = loggers.CreateLogger<UpstreamService>();
        foreach (var note in config.Notes) Log.Noted(logger, note);
        var loops = new List<Task>();
        foreach (var environment in environments)
        {
            // Each loop draws from a source of its own: they run at the same time.
            var poller = new UpstreamPoller(environment, client, intake, config, metrics, time, new Random(random.Next()), loggers.CreateLogger<UpstreamPoller>());
            _pollers.Add(poller);
            loops.Add(Task.Run(() => poller.RunAsync(_stopping.Token)));
            if (config.RealtimeUrl is not { } realtime) continue;
            var listener = new UpstreamListener(environment, poller, client, config, time, new Random(random.Next()), loggers.CreateLogger<UpstreamListener>());
            loops.Add(Task.Run(() => listener.RunAsync(realtime, _stopping.Token)));
        }

        _loops = Task.WhenAll(loops);
        Log.Started(logger, environments.Count, config.ApiUrl, environments.Count(each => each.Live is not null));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loops;
        foreach (var poller in _pollers) poller.Dispose();
        _stopping.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(2181, LogLevel.Information, "Following {Environments} environments of {Upstream}; {FromDisk} are served from disk until it answers")]
        internal static partial void Started(ILogger logger, int environments, Uri upstream, int fromDisk);

        [LoggerMessage(2182, LogLevel.Warning, "Configuration: {Note}")]
        internal static partial void Noted(ILogger logger, string note);
    }
}
