namespace Guidon.Delivery.Settings;

/// <summary>Everything that is wrong with written settings, so that a person mends it in one go.</summary>
public sealed class SettingsErrors
{
    private readonly SortedDictionary<string, IReadOnlyList<string>> _byField = new(StringComparer.Ordinal);

    /// <summary>Messages by field name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByField => _byField;

    /// <summary>True when there is nothing to mend.</summary>
    public bool IsEmpty => _byField.Count == 0;

    /// <summary>Adds a message for a person; it must not repeat a secret.</summary>
    public void Add(string field, string message) =>
        _byField[field] = _byField.TryGetValue(field, out var earlier) ? [.. earlier, message] : [message];
}
