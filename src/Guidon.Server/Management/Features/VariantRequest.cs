using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary>One item of <c>multivariate_options</c>, or the body with which a variant is made or changed. What is wrong with it is noted in the reader's errors.</summary>
internal sealed class VariantRequest
{
    private const int KeyCharsMax = 255;
    private static readonly string[] s_values = ["type", "string_value", "integer_value", "boolean_value"];

    private readonly FieldReader _item;

    /// <param name="item">The body.</param>
    /// <param name="old">The variant that is changed, which keeps what is not named; <see langword="null"/> for a new one.</param>
    internal VariantRequest(FieldReader item, MultivariateOption? old = null)
    {
        _item = item;
        Key = item.Has("key") ? item.TextOrNull("key", KeyCharsMax) is { Length: > 0 } key ? key : null : old?.Key;
        if (item.Has("key") && Key is not null && !Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            item.Errors.Add("key", "Has only letters, digits, hyphens and underscores.");
        // Reserved: evaluations say so when no variant was picked.
        if (string.Equals(Key, "control", StringComparison.OrdinalIgnoreCase)) item.Errors.Add("key", "control is reserved.");
        Share = item.Optional("default_percentage_allocation") is null ? old?.DefaultPercentageAllocation : item.Percent("default_percentage_allocation");
        Value = ReadValue(old);
    }

    internal string? Key { get; }

    internal string Value { get; }

    internal double? Share { get; }

    // Clients send the value without its type when they change it alone.
    private string ReadValue(MultivariateOption? old)
    {
        if (old is not null && !s_values.Any(_item.Has)) return old.Value;
        var value = (_item.Has("type") || old is null ? ScalarValue.ReadByKind(_item) : ScalarValue.ReadAnyKind(_item)) ?? ScalarValue.Null;
        if (value != ScalarValue.Null) return value;
        if (old is not null && !s_values.Skip(1).Any(name => _item.Optional(name) is not null)) return old.Value;   // the type alone says nothing
        if (!_item.Errors.Any) _item.Errors.Add("type", "A variant needs the value that its type names.");
        return value;
    }
}
