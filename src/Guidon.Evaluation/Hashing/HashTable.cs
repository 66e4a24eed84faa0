using System.Text;

namespace Guidon.Evaluation.Hashing;

/// <summary>Gives each (salt, hashed value) of a flag set a slot, so that an evaluation hashes it at most once.</summary>
internal sealed class HashTable
{
    private readonly Dictionary<(string Salt, string? Property), int> _slots = [];
    private readonly List<byte[]> _salts = [];

    /// <summary>The slot for a salt with the identity's key.</summary>
    public int SlotForIdentity(string salt) => Slot(salt, null);

    /// <summary>The slot for a salt with the value of a property.</summary>
    public int SlotForProperty(string salt, string property) => Slot(salt, property);

    /// <summary>Per slot, UTF-8 of the salt with a comma behind it.</summary>
    public byte[][] Salts() => [.. _salts];

    private int Slot(string salt, string? property)
    {
        if (_slots.TryGetValue((salt, property), out var slot)) return slot;
        _slots.Add((salt, property), _salts.Count);
        _salts.Add(Encoding.UTF8.GetBytes(salt + ","));
        return _salts.Count - 1;
    }
}
