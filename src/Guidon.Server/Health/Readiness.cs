namespace Guidon.Server.Health;

/// <summary>Set when everything is loaded, unset when stopping begins.</summary>
internal sealed class Readiness
{
    private volatile bool _isReady;   // written at start and stop, read by health checks

    internal bool IsReady => _isReady;

    internal void Set(bool isReady) => _isReady = isReady;
}
