namespace Guidon.Server.Tracking;

/// <summary>One category's ear of the error tracker: errors with an exception, and nothing else.</summary>
internal sealed class TrackedLogger(ErrorTracker tracker, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null && IsEnabled(logLevel)) tracker.Track(category, eventId.Id, exception, state as IReadOnlyList<KeyValuePair<string, object?>> ?? []);
    }
}
