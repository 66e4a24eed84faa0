namespace Guidon.Flags;

/// <summary>One environment of this node for as long as it exists; holds what is served now.</summary>
/// <param name="first">The first good form.</param>
public sealed class EnvironmentState(LiveEnvironment first)
{
    private LiveEnvironment _current = first;   // written by the one loader, read by every request: Volatile, no lock

    /// <summary>What requests are answered from. One volatile read; keep the result for the whole request.</summary>
    public LiveEnvironment Current => Volatile.Read(ref _current);

    /// <summary>Replaces what is served. Requests that started before finish on the old form.</summary>
    public void Swap(LiveEnvironment next)
    {
        ArgumentNullException.ThrowIfNull(next);
        Volatile.Write(ref _current, next);
    }
}
