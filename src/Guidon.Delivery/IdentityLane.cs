namespace Guidon.Delivery;

/// <summary>The waiting events of one identity at one destination, oldest first. At most one request carries them at a time.</summary>
/// <param name="identifier">The identity.</param>
internal sealed class IdentityLane(string identifier)
{
    internal string Identifier => identifier;

    internal LinkedList<PendingEvent> Events { get; } = new();

    /// <summary>How many events from the front are in flight; 0 when the lane is free.</summary>
    internal int InFlight { get; set; }

    /// <summary>How much of <see cref="DeliveryWindow.Sendable"/> it is; 0 while it is not free.</summary>
    internal int Sendable { get; set; }

    /// <summary>Failures in a row.</summary>
    internal int Failures { get; set; }

    /// <summary>Not tried before, by the steady clock.</summary>
    internal DateTimeOffset NotBefore { get; set; }

    /// <summary>Frees the lane; what was settled leaves, the rest keeps its place.</summary>
    internal void Release()
    {
        var node = Events.First;
        for (var i = 0; i < InFlight && node is not null; i++)
        {
            var next = node.Next;
            if (node.Value.IsSettled) Events.Remove(node);
            node = next;
        }

        InFlight = 0;
    }
}
