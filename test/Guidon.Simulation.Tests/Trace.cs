using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Guidon.Simulation.Tests;

/// <summary>What happened, in order: a hash of all of it, and its end for people.</summary>
internal sealed class Trace(Agenda agenda, bool isWhole) : IDisposable
{
    private const int TailMax = 60;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> _tail = new();
    private readonly long _start = agenda.Now;

    internal IReadOnlyCollection<string> Tail => _tail;

    internal string Hash => Convert.ToHexStringLower(_hash.GetCurrentHash())[..16];

    internal void Add(string line)
    {
        var stamped = string.Create(CultureInfo.InvariantCulture, $"{TimeSpan.FromTicks(agenda.Now - _start).TotalSeconds,9:F3} {line}");
        _hash.AppendData(Encoding.UTF8.GetBytes(stamped));
        _tail.Enqueue(stamped);
        if (!isWhole && _tail.Count > TailMax) _tail.Dequeue();
    }

    public void Dispose() => _hash.Dispose();
}
