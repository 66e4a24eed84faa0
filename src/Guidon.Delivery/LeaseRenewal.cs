using Microsoft.Extensions.Logging;

namespace Guidon.Delivery;

/// <summary>
/// Keeps what this node holds, from its making until it is disposed, and then nothing is in flight any more. A loop of its own: the one that
/// follows destinations waits for pumps that stop and counts what is pending, and no lease lasts as long as that may take.
/// </summary>
internal sealed partial class LeaseRenewal : IAsyncDisposable
{
    private readonly IDestinationLeases _leases;
    private readonly PeriodicTimer _timer;
    private readonly ILogger _logger;
    private readonly Task _loop;

    internal LeaseRenewal(IDestinationLeases leases, TimeSpan often, TimeProvider time, ILogger logger)
    {
        (_leases, _timer, _logger) = (leases, new PeriodicTimer(often, time), logger);
        _loop = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            try
            {
                await _leases.RenewAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception failure)   // the loop's top: the next try is due in a moment, and what lapses meanwhile is taken again
            {
                Log.Failed(_logger, failure);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1304, LogLevel.Warning, "Leases of destinations could not be renewed; the next try is due in a moment")]
        internal static partial void Failed(ILogger logger, Exception failure);
    }
}
