using Guidon.Server.Edge;

namespace Guidon.Server.Management.Features;

/// <summary>One item of <c>multivariate_options</c>. What is wrong with it is noted in the item's own errors.</summary>
internal sealed class VariantRequest
{
    private const int KeyCharsMax = 255;

    internal VariantRequest(FieldReader item)
    {
        Key = item.TextOrNull("key", KeyCharsMax) is { Length: > 0 } key ? key : null;
        if (Key is not null && !Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            item.Errors.Add("key", "Has only letters, digits, hyphens and underscores.");
        // Reserved: evaluations say so when no variant was picked.
        if (string.Equals(Key, "control", StringComparison.OrdinalIgnoreCase)) item.Errors.Add("key", "control is reserved.");
        Share = item.Optional("default_percentage_allocation") is null ? 0 : item.Percent("default_percentage_allocation") ?? 0;
        Value = ScalarValue.ReadByKind(item) ?? ScalarValue.Null;
        if (Value == ScalarValue.Null && !item.Errors.Any) item.Errors.Add("type", "A variant needs the value that its type names.");
    }

    internal string? Key { get; }

    internal string Value { get; }

    internal double Share { get; }
}
