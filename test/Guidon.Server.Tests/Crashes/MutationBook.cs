using System.Collections.Concurrent;
using System.Globalization;

namespace Guidon.Server.Tests.Crashes;

/// <summary>What authors asked for and what they were told, by <see cref="Mutation.Key"/>.</summary>
public sealed class MutationBook
{
    private int _tags;

    /// <summary>All that were sent; what is in neither of the other two may have taken place or not.</summary>
    public ConcurrentDictionary<string, Mutation> Sent { get; } = [];

    public ConcurrentQueue<string> Acknowledged { get; } = new();

    /// <summary>Answered with 4xx, which no author gives a reason for.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public string NextTag() => string.Create(CultureInfo.InvariantCulture, $"n{Interlocked.Increment(ref _tags)}x");
}
