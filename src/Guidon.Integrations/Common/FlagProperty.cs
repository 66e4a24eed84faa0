namespace Guidon.Integrations.Common;

/// <summary>One property of a receiver's record.</summary>
/// <param name="Name">As the receiver will see it.</param>
/// <param name="Json">Its value, UTF-8.</param>
internal sealed record FlagProperty(string Name, ReadOnlyMemory<byte> Json)
{
    /// <summary>What it may cost in a record: a character of a name is escaped into six bytes at most.</summary>
    internal int BytesMax => (6 * Name.Length) + Json.Length + 4;
}
