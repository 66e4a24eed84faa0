using System.Collections.Frozen;

namespace Guidon.Flags;

/// <summary>All environments that this node answers for.</summary>
public sealed class EnvironmentRegistry
{
    private FrozenDictionary<int, EnvironmentState> _states = FrozenDictionary<int, EnvironmentState>.Empty;   // written by the one loader

    /// <summary>All environments, by id.</summary>
    public IReadOnlyDictionary<int, EnvironmentState> States => Volatile.Read(ref _states);

    /// <summary>
    /// Publishes what was compiled. An environment that is known keeps its state object and swaps; one that is not in the list stays as
    /// it is, so that a document that could not be compiled never takes a good one away.
    /// </summary>
    public void Publish(IReadOnlyList<LiveEnvironment> environments)
    {
        ArgumentNullException.ThrowIfNull(environments);
        var next = _states.ToDictionary();
        foreach (var environment in environments)
        {
            if (next.TryGetValue(environment.Id, out var state)) state.Swap(environment);
            else next.Add(environment.Id, new EnvironmentState(environment));
        }

        Volatile.Write(ref _states, next.ToFrozenDictionary());
    }

    /// <summary>Takes away an environment that was deleted. Requests that started before finish on what they have.</summary>
    public void Retract(int environmentId)
    {
        var next = _states.ToDictionary();
        if (next.Remove(environmentId)) Volatile.Write(ref _states, next.ToFrozenDictionary());
    }
}
