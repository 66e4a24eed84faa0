using System.Threading.Channels;
using Guidon.Delivery;
using Guidon.Events;
using Guidon.Server.Edge;
using Guidon.Server.Management;
using Guidon.Storage;

namespace Guidon.Server;

/// <summary>
/// Other nodes on the same database: makes what they committed effective here as a change of this node would be. News of one kind that come
/// while the last is being worked on are worked on once.
/// </summary>
internal sealed partial class Neighbours : IStoreFollower, IAsyncDisposable
{
    private readonly EnvironmentReloads _reloads;
    private readonly DestinationChanges _changes;
    private readonly DeliveryService _delivery;
    private readonly AppendSignal _signal;
    private readonly ILogger _logger;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private HashSet<int> _environments = [];   // under the gate
    private bool _destinations;                // under the gate
    private Task _loop = Task.CompletedTask;

    internal Neighbours(EnvironmentReloads reloads, DestinationChanges changes, DeliveryService delivery, AppendSignal signal, ILogger<Neighbours> logger) =>
        (_reloads, _changes, _delivery, _signal, _logger) = (reloads, changes, delivery, signal, logger);

    internal void Start(IStorage storage)
    {
        _loop = Task.Run(RunAsync);
        storage.Follow(this);
    }

    public void EnvironmentChanged(int environmentId)
    {
        lock (_gate) _environments.Add(environmentId);
        _wake.Writer.TryWrite(true);
    }

    public void DestinationsChanged()
    {
        lock (_gate) _destinations = true;
        _wake.Writer.TryWrite(true);
    }

    public void ReplaysChanged() => _delivery.ReplaysChanged();

    public void EventsCame() => _signal.RaiseAll();

    public async ValueTask DisposeAsync()
    {
        _wake.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync())
        {
            var (environments, destinations) = Take();
            try
            {
                await _reloads.ReloadAsync(environments);
                if (destinations) await _changes.ApplyAsync();
            }
            catch (Exception error)   // the loop's top: environments are tried again by the reloads, destinations by the looks of policies and pumps
            {
                Log.Failed(_logger, error);
            }
        }
    }

    private (HashSet<int> Environments, bool Destinations) Take()
    {
        lock (_gate)
        {
            var taken = (_environments, _destinations);
            (_environments, _destinations) = ([], false);
            return taken;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Warning, "What another node changed could not be loaded; it is looked at again in a few seconds")]
        internal static partial void Failed(ILogger logger, Exception error);
    }
}
