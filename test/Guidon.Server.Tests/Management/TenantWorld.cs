using System.Collections.Concurrent;

namespace Guidon.Server.Tests.Management;

/// <summary>The names of everything that tenants made, by kind: what they pick from when they call, their own and the other's.</summary>
public sealed class TenantWorld
{
    private readonly ConcurrentDictionary<(string Kind, string Owner), ConcurrentQueue<string>> _names = new();

    public void Add(string kind, string owner, string name) => _names.GetOrAdd((kind, owner), _ => new ConcurrentQueue<string>()).Enqueue(name);

    /// <summary>One of the owner's; 1 when there is none.</summary>
    public string Pick(string kind, string owner, Random random)
    {
        var all = _names.TryGetValue((kind, owner), out var names) ? names.ToArray() : [];
        return all.Length == 0 ? "1" : all[random.Next(all.Length)];
    }
}
